import { consume, createContext } from '@lit/context';
import type { PlanState } from '../../state/plan';
import { StoreElement } from '../store-element';

/** Hands what the plan view shows down to its elements. */
export const planContext = createContext<PlanState>('iso-plan');

/** An element of the plan view. */
export class PlanElement extends StoreElement {
  /** What the view shows. */
  @consume({ context: planContext })
  protected plan!: PlanState;
}
