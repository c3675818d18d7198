import { consume, createContext } from '@lit/context';
import type { GrowthState } from '../../state/growth';
import { StoreElement } from '../store-element';

/** Hands what the growth view shows down to its elements. */
export const growthContext = createContext<GrowthState>('iso-growth');

/** An element of the growth view. */
export class GrowthElement extends StoreElement {
  /** What the view shows. */
  @consume({ context: growthContext })
  protected growth!: GrowthState;
}
