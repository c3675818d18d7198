import { consume } from '@lit/context';
import { msg, str } from '@lit/localize';
import { customElement } from 'lit/decorators.js';
import { said } from '../../locales/said';
import { savings } from '../../model/growth/savings';
import type { GrowthState } from '../../state/growth';
import type { MapAxis } from '../../state/growth-map';
import type { ReliefAxis, ReliefContent } from '../../state/relief';
import { ReliefElement } from '../controls/relief';
import { growthContext } from './context';
import { quantityName, tickText } from './map-axes';

/** Savings at which lines run. */
const LEVELS = [0, 0.25, 0.5, 0.7];

/** The savings map in three dimensions: its height is the saving, a pin marks the schedule. */
@customElement('iso-growth-relief')
export class IsoGrowthRelief extends ReliefElement {
  /** What the view shows. */
  @consume({ context: growthContext })
  protected growth!: GrowthState;

  protected readonly picture = 'growth';

  protected override label(): string {
    const name = this.name();
    return msg(str`Relief of the ${name}. Arrow keys turn it, plus and minus zoom, Home resets, and 1, 2 and 3 take a view.`);
  }

  protected override waiting(): string {
    return msg('Drawing the relief…');
  }

  protected override failure(reason: string): string {
    return msg(str`The relief could not be drawn: ${reason}`);
  }

  protected override sources(): readonly unknown[] {
    const { map, axes, choices, saved } = this.growth;
    const { saving } = choices.value;
    const [x, y] = axes.value;
    return [map.value.kind === 'shown' && map.value.surface, saving, x.now, y.now, saved.value[saving]];
  }

  protected override content(): ReliefContent | undefined {
    const { map, axes, choices, saved } = this.growth;
    if (map.value.kind !== 'shown') return undefined;
    const { surface } = map.value;
    const { saving } = choices.value;
    const { [saving]: heights, frontierSaving: frontier } = surface.metrics;
    if (!heights || !frontier) return undefined;
    const [x, y] = axes.value;
    return {
      heights,
      frontier,
      columns: surface.axes[1].length,
      rows: surface.axes[0].length,
      x: this.axis(x),
      y: this.axis(y),
      height: { title: this.name(), levels: LEVELS, format: (share) => `${Math.round(share * 100)} %` },
      now: saved.value[saving],
    };
  }

  private name(): string {
    return said(savings.find(({ id }) => id === this.growth.choices.value.saving)!.name);
  }

  private axis({ quantity, from, to, isLog, now }: MapAxis): ReliefAxis {
    const title = quantityName(quantity, this.growth.choices.value.stages.length);
    return { title, from, to, isLog, now, format: (value) => tickText(quantity, value) };
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-growth-relief': IsoGrowthRelief;
  }
}
