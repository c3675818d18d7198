import { serveCpuWorker } from './serve';

serveCpuWorker();
