import { type TemplateResult, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { DEFAULT_GRID, DEFAULT_PUE } from '../../model/plan/cost';
import { DEFAULT_CONTEXT, batchOf } from '../../model/plan/defaults';
import { latestPrice } from '../../model/plan/hardware';
import { planAssumptions } from '../../model/plan/markdown';
import { dollars, trim } from '../../model/plan/phrases';
import { parseNumber } from '../../quantities/parse';
import { type SettingId, planAllowed } from '../../state/plan-choices';
import '../controls/field';
import { quietButton } from '../controls/styles';
import { PlanFold } from './fold';
import { parseMoney } from './words';

/** What the answer takes for granted: prices, power, batch, context; each can be typed over. */
@customElement('iso-plan-granted')
export class IsoPlanGranted extends PlanFold {
  static override styles = [...PlanFold.styles, quietButton];

  protected readonly panel = 'granted';
  protected readonly question = 'What is taken for granted?';

  protected short(): string {
    const { price } = this.plan;
    return `${dollars(price.value.perHour)} an accelerator-hour${price.value.isAssumed ? ', our assumption' : ''}; batch, power and prices can be typed over.`;
  }

  protected body(): TemplateResult {
    const { plan, price, accelerator, choices, report } = this.plan;
    const run = plan.value;
    const { settings, isFused } = choices.value;
    const known = latestPrice(accelerator.value);
    const request = report.value?.request;
    return html`<div class="body">
      <div class="scroll" tabindex="0" role="region" aria-label="What is taken for granted">
        <table>
          <tbody>
            ${this.row(
              'price',
              'an accelerator-hour',
              dollars(price.value.perHour),
              '$2.50',
              known
                ? `${known.source}, ${known.when}${known.low === known.high ? '' : `: $${known.low} to $${known.high}`}`
                : 'no price is published: our assumption',
              parseMoney,
            )}
            ${this.row('pue', 'power usage effectiveness', String(settings.pue ?? DEFAULT_PUE), '1.1', 'Touvron et al. 2023 (LLaMA)')}
            ${this.row('grid', 'kg CO2e of a kWh', String(settings.grid ?? DEFAULT_GRID), '0.385', 'the mean of the United States, as Touvron et al. 2023 (LLaMA) report')}
            ${
              request && run
                ? this.row(
                    'batch',
                    'sequences of a step',
                    String(batchOf(request, run.N)),
                    '2048',
                    'about what published models of the size used',
                  )
                : nothing
            }
            ${this.row('context', 'tokens of a sequence', String(settings.context ?? DEFAULT_CONTEXT), '4096', '')}
            <tr>
              <th scope="row">attention</th>
              <td>
                <button type="button" aria-pressed=${isFused} @click=${() => this.plan.change({ isFused: !isFused })}>
                  ${isFused ? 'fused' : 'plain'}
                </button>
              </td>
              <td class="how">${isFused ? 'never stores its scores (FlashAttention)' : 'stores its scores'}</td>
            </tr>
            <tr>
              <th scope="row">accelerator</th>
              <td><b>${trim(accelerator.value.peak / 1e12)} TFLOP/s</b></td>
              <td class="how">
                dense 16-bit peak, ${trim(accelerator.value.memory / 1e9)} GB at ${trim(accelerator.value.bandwidth / 1e12)}
                TB/s${accelerator.value.watts === undefined ? '' : `, ${accelerator.value.watts} W`}; ${accelerator.value.source}
              </td>
            </tr>
          </tbody>
        </table>
      </div>
      ${request && run ? planAssumptions(request, run).map((each) => html`<p class="note">${each}</p>`) : nothing}
    </div>`;
  }

  private row(id: SettingId, name: string, text: string, example: string, how: string, read: (typed: string) => number = parseNumber) {
    const isOwn = this.plan.choices.value.settings[id] !== undefined;
    return html`<tr>
      <th scope="row">${name}</th>
      <td>
        <iso-field
          label=${name}
          .text=${text}
          .allowed=${planAllowed(id, name, example)}
          .accept=${(typed: string) => this.plan.set(id, read(typed))}
        ></iso-field>
      </td>
      <td class="how">
        ${isOwn ? html`typed here <button type="button" @click=${() => this.plan.set(id, undefined)}>as it was</button>` : how}
      </td>
    </tr>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-plan-granted': IsoPlanGranted;
  }
}
