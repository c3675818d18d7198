import { css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { type Schedule, scheduleTokens } from '../../model/growth/schedule';
import { quantities } from '../../quantities/registry';
import { parseNumber } from '../../quantities/parse';
import { ETA_RANGE, MAX_VIEW_STAGES } from '../../state/growth-choices';
import '../controls/field';
import { shared } from '../controls/styles';
import { renderValue } from '../controls/value';
import '../frontier/law-picker';
import { GrowthElement } from './context';
import { formatDays, formatMoney, formatShort } from './words';

/** The view's question and its answer in one sentence; sizes, tokens, law and transfer efficiency are changed in place. */
@customElement('iso-growth-question')
export class IsoGrowthQuestion extends GrowthElement {
  static override styles = [
    shared,
    css`
      p {
        margin: 0;
        font-size: var(--iso-size-question);
        line-height: 1.55;
      }
      b {
        color: var(--iso-growth);
        font-weight: 650;
        white-space: nowrap;
      }
    `,
  ];

  override render() {
    const { choices, run, total } = this.growth;
    const { stages, eta } = choices.value;
    return html`<p>
      ${stages.length > 1 ? 'Growing' : 'Training'}
      <iso-field
        label="Sizes of the stages"
        .text=${stages.map(({ N }) => formatShort(N, 4)).join(' → ')}
        .accept=${(text: string) => this.setSizes(text)}
        allowed="1 to ${MAX_VIEW_STAGES} sizes that do not fall, such as 16B → 51B → 101B"
      ></iso-field>
      on
      <iso-field
        label="Tokens in all"
        .text=${formatShort(scheduleTokens(stages), 4)}
        .accept=${(text: string) => this.setTokens(text)}
        allowed="tokens, such as 311.5B"
      ></iso-field>
      tokens under <iso-law-picker></iso-law-picker>${
        stages.length > 1
          ? html`, with
              ${eta === 1 ? 'lossless growth' : eta < 1 ? 'growth that loses progress' : 'growth that helps more than its loss says'} (<i
                title="transfer efficiency: tokens that a grown model stands at, over those of a run from scratch at the same loss"
                >η</i
              >
              <iso-field
                label="Transfer efficiency eta"
                .text=${String(Number(eta.toPrecision(3)))}
                .accept=${(text: string) => this.setEta(text)}
                allowed="a number from ${ETA_RANGE[0]} to ${ETA_RANGE[1]}; 1 is lossless"
              ></iso-field
              >)`
          : nothing
      },
      reaches a loss of <b>${Number.isFinite(run.value.loss) ? run.value.loss.toFixed(3) : '–'}</b> <small>nat/token</small> for
      <b>${renderValue('C', run.value.compute)}</b>: <b>${formatDays(total.value.days)}</b> days, <b>${formatMoney(total.value.cost)}</b>.
    </p>`;
  }

  private setSizes(text: string): boolean {
    const sizes = text.split(/[→>,\s]+/).flatMap((part) => (part === '' || part === '-' ? [] : [parseNumber(part)]));
    const { min, max } = quantities.N;
    const isSchedule = sizes.every((N, i) => N >= min && N <= max && N >= (sizes[i - 1] ?? 0));
    if (sizes.length === 0 || sizes.length > MAX_VIEW_STAGES || !isSchedule) return false;
    this.growth.setStages(withSizes(this.growth.choices.value.stages, sizes));
    return true;
  }

  private setTokens(text: string): boolean {
    const tokens = parseNumber(text);
    const { stages } = this.growth.choices.value;
    const factor = tokens / scheduleTokens(stages);
    const { min, max } = quantities.D;
    if (!stages.every(({ D }) => D * factor >= min && D * factor <= max)) return false;
    this.growth.setTokens(tokens);
    return true;
  }

  private setEta(text: string): boolean {
    const eta = parseNumber(text);
    if (!(eta >= ETA_RANGE[0] && eta <= ETA_RANGE[1])) return false;
    this.growth.choose({ eta });
    return true;
  }
}

/** A schedule with other sizes: of as many stages, each keeps its tokens; else they share all of them evenly. */
function withSizes(stages: Schedule, sizes: readonly number[]): Schedule {
  const even = scheduleTokens(stages) / sizes.length;
  return sizes.map((N, i) => ({ N, D: sizes.length === stages.length ? stages[i]!.D : Number(even.toPrecision(10)) }));
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-growth-question': IsoGrowthQuestion;
  }
}
