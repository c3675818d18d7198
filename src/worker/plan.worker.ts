import { expose } from 'comlink';
import { answerPlan } from '../model/plan/answer';
import type { PlanApi } from './plan-client';

const api: PlanApi = { answer: answerPlan };

expose(api);
