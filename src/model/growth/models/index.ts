import { chen } from './chen';
import { gstack } from './gstack';
import { lateJump } from './late-jump';
import { liewKato } from './liew-kato';
import { lossless } from './lossless';
import type { GrowthModel } from './model';
import { staged } from './staged';
import { warmStart } from './warm-start';

/** Every growth model, the default first; a new one is one more entry, with its file beside this one. */
export const growthModels: readonly GrowthModel[] = [lossless, gstack, chen, liewKato, staged, warmStart, lateJump];

/** A growth model by id; undefined when there is none. */
export function findGrowthModel(id: string): GrowthModel | undefined {
  return growthModels.find((model) => model.id === id);
}
