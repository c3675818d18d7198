import { msg, str } from '@lit/localize';
import { type TemplateResult, css, html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { type Schedule, scheduleTokens } from '../../model/growth/schedule';
import { quantities } from '../../quantities/registry';
import { parseNumber } from '../../quantities/parse';
import { ETA_RANGE, MAX_VIEW_STAGES } from '../../state/growth-choices';
import '../controls/field';
import '../controls/law-picker';
import { formatDays, formatMoney, formatShort } from '../controls/plain-values';
import { shared } from '../controls/styles';
import { renderValue } from '../controls/value';
import { GrowthElement } from './context';

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
    const { stages } = choices.value;
    const sizes = html`<iso-field
      label=${msg('Sizes of the stages')}
      .text=${stages.map(({ N }) => formatShort(N, 4)).join(' → ')}
      .accept=${(text: string) => this.setSizes(text)}
      allowed=${msg(str`1 to ${MAX_VIEW_STAGES} sizes that do not fall, such as 16B → 51B → 101B`)}
    ></iso-field>`;
    const tokens = html`<iso-field
      label=${msg('Tokens in all')}
      .text=${formatShort(scheduleTokens(stages), 4)}
      .accept=${(text: string) => this.setTokens(text)}
      allowed=${msg('tokens, such as 311.5B')}
    ></iso-field>`;
    const law = html`<iso-law-picker></iso-law-picker>`;
    const loss = html`<span class="whole"
      ><b>${Number.isFinite(run.value.loss) ? run.value.loss.toFixed(3) : '–'}</b> <small>nat/token</small></span
    >`;
    const compute = html`<b>${renderValue('C', run.value.compute)}</b>`;
    const [days, cost] = [html`<b>${formatDays(total.value.days)}</b>`, html`<b>${formatMoney(total.value.cost)}</b>`];
    const growth = this.growthWords();
    return html`<p>
      ${
        stages.length > 1
          ? msg(
              html`Growing ${sizes} on ${tokens} tokens under ${law}, with ${growth}, reaches a loss of ${loss} for ${compute}: ${days}
              days, ${cost}.`,
            )
          : msg(html`Training ${sizes} on ${tokens} tokens under ${law}, reaches a loss of ${loss} for ${compute}: ${days} days, ${cost}.`)
      }
    </p>`;
  }

  /** How well growing works, in words and as a number to type over. */
  private growthWords(): TemplateResult {
    const { eta } = this.growth.choices.value;
    const words =
      eta === 1 ? msg('lossless growth') : eta < 1 ? msg('growth that loses progress') : msg('growth that helps more than its loss says');
    const about = msg('transfer efficiency: tokens that a grown model stands at, over those of a run from scratch at the same loss');
    const symbol = html`<i title=${about}>η</i>`;
    const value = html`<iso-field
      label=${msg('Transfer efficiency eta')}
      .text=${String(Number(eta.toPrecision(3)))}
      .accept=${(text: string) => this.setEta(text)}
      allowed=${msg(str`a number from ${ETA_RANGE[0]} to ${ETA_RANGE[1]}; 1 is lossless`)}
    ></iso-field>`;
    return msg(html`${words} (${symbol} ${value})`, { id: 'growth-quality' });
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
