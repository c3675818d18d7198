import { consume, createContext } from '@lit/context';
import type { SweepState } from '../../state/sweep';
import { StoreElement } from '../store-element';

/** Hands what the sweep view shows down to its elements. */
export const sweepContext = createContext<SweepState>('iso-sweep');

/** An element of the sweep view. */
export class SweepElement extends StoreElement {
  /** What the view shows. */
  @consume({ context: sweepContext })
  protected sweep!: SweepState;
}
