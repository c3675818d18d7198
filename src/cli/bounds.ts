export { describeRange } from '../quantities/range';
