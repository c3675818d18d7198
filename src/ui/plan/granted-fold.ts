import { msg, str } from '@lit/localize';
import { type TemplateResult, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { said } from '../../locales/said';
import { DEFAULT_GRID, DEFAULT_PUE, usualReliability } from '../../model/plan/cost';
import { DEFAULT_CONTEXT, batchOf } from '../../model/plan/defaults';
import { type Accelerator, type DatedPrice, latestPrice } from '../../model/plan/hardware';
import { DECODE_UTILISATION } from '../../model/plan/lifetime';
import { planAssumptions } from '../../model/plan/markdown';
import { dollars, trim } from '../../model/plan/phrases';
import { parseNumber } from '../../quantities/parse';
import { type SettingId, planAllowed } from '../../state/plan-choices';
import '../controls/field';
import { quietButton } from '../controls/styles';
import '../help/term';
import { PlanFold } from './fold';
import { parseMoney } from './words';

/** What the answer takes for granted: prices, power, batch, context; each can be typed over. */
@customElement('iso-plan-granted')
export class IsoPlanGranted extends PlanFold {
  static override styles = [...PlanFold.styles, quietButton];

  protected readonly panel = 'granted';
  protected readonly question = msg('What is taken for granted?');

  protected short(): string {
    const { price } = this.plan;
    const perHour = dollars(price.value.perHour);
    return price.value.isAssumed
      ? msg(str`${perHour} an accelerator-hour, our assumption; batch, power and prices can be typed over.`)
      : msg(str`${perHour} an accelerator-hour; batch, power and prices can be typed over.`);
  }

  protected body(): TemplateResult {
    const { plan, price, accelerator, choices, report } = this.plan;
    const run = plan.value;
    const { settings, isFused, blocks } = choices.value;
    const isLlama = blocks === 'llama';
    const known = latestPrice(accelerator.value);
    const request = report.value?.request;
    return html`<div class="body">
      <div class="scroll" tabindex="0" role="region" aria-label=${msg('What is taken for granted')}>
        <table>
          <tbody>
            ${this.row(
              'price',
              msg('an accelerator-hour'),
              dollars(price.value.perHour),
              '$2.50',
              known ? describePrice(known) : msg('no price is published: our assumption'),
              parseMoney,
            )}
            ${this.row('pue', msg('power usage effectiveness'), String(settings.pue ?? DEFAULT_PUE), '1.1', 'Touvron et al. 2023 (LLaMA)')}
            ${this.row('grid', msg('kg CO2e of a kWh'), String(settings.grid ?? DEFAULT_GRID), '0.385', msg('the mean of the United States, as Touvron et al. 2023 (LLaMA) report'))}
            ${
              request && run
                ? this.row(
                    'batch',
                    msg('sequences of a step'),
                    String(batchOf(request, run.N)),
                    '2048',
                    msg('about what published models of the size used'),
                  )
                : nothing
            }
            ${this.row('mtbf', msg('hours between failures of one accelerator'), String(Math.round(settings.mtbf ?? usualReliability.hoursBetweenFailures)), '10000', 'Llama 3, arXiv 2407.21783')}
            ${this.row('restart', msg('minutes until a failed run goes on'), String(settings.restart ?? usualReliability.restartSeconds / 60), '30', msg('our assumption'))}
            ${
              request?.use
                ? this.row(
                    'writing',
                    msg('share of the peak in writing tokens of use'),
                    String(settings.writing ?? DECODE_UTILISATION),
                    '0.05',
                    msg('one token after the other, as Sardana and Frankle 2024 take it'),
                  )
                : nothing
            }
            ${this.row('context', msg('tokens of a sequence'), String(settings.context ?? DEFAULT_CONTEXT), '4096', '')}
            <tr>
              <th scope="row">${msg('attention')}</th>
              <td>
                <button type="button" class="stated" aria-pressed=${isFused} @click=${() => this.plan.change({ isFused: !isFused })}>
                  ${said(isFused ? 'fused' : 'plain')}
                </button>
              </td>
              <td class="how">${isFused ? msg('never stores its scores (FlashAttention)') : msg('stores its scores')}</td>
            </tr>
            <tr>
              <th scope="row">${msg('blocks')}</th>
              <td>
                <button
                  type="button"
                  class="stated"
                  aria-pressed=${isLlama}
                  @click=${() => this.plan.change({ blocks: isLlama ? 'gpt' : 'llama' })}
                >
                  ${isLlama ? msg('as Llama’s') : msg('as GPT-3’s')}
                </button>
              </td>
              <td class="how">
                ${
                  isLlama
                    ? msg('no dropout, 8 heads of keys and values: fewer activations to keep')
                    : msg('dropout, and keys and values of every head, as Korthikanti et al. 2022 count them')
                }
              </td>
            </tr>
            <tr>
              <th scope="row">${msg('accelerator')}</th>
              <td><b>${trim(accelerator.value.peak / 1e12)} TFLOP/s</b></td>
              <td class="how">${describeAccelerator(accelerator.value)}</td>
            </tr>
          </tbody>
        </table>
      </div>
      ${request && run ? planAssumptions(request, run).map((each) => html`<p class="note">${said(each)}</p>`) : nothing}
    </div>`;
  }

  private row(id: SettingId, name: string, text: string, example: string, how: string, read: (typed: string) => number = parseNumber) {
    const isOwn = this.plan.choices.value.settings[id] !== undefined;
    return html`<tr>
      <th scope="row">${id === 'pue' ? html`<iso-term of="pue">${name}</iso-term>` : name}</th>
      <td>
        <iso-field
          label=${name}
          .text=${text}
          .allowed=${planAllowed(id, name, example)}
          .accept=${(typed: string) => this.plan.set(id, read(typed))}
        ></iso-field>
      </td>
      <td class="how">
        ${isOwn ? html`${msg('typed here')} <button type="button" @click=${() => this.plan.set(id, undefined)}>${msg('as it was')}</button>` : how}
      </td>
    </tr>`;
  }
}

/** A published price, with its year and its ends. */
function describePrice({ low, high, when, source }: DatedPrice): string {
  const of = said(source);
  return low === high ? msg(str`${of}, ${when}`, { id: 'price-dated' }) : msg(str`${of}, ${when}: $${low} to $${high}`);
}

/** What an accelerator is, after its peak. */
function describeAccelerator({ memory, bandwidth, watts, source }: Accelerator): string {
  const [size, rate, of] = [trim(memory / 1e9), trim(bandwidth / 1e12), said(source)];
  return watts === undefined
    ? msg(str`dense 16-bit peak, ${size} GB at ${rate} TB/s; ${of}`)
    : msg(str`dense 16-bit peak, ${size} GB at ${rate} TB/s, ${watts} W; ${of}`);
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-plan-granted': IsoPlanGranted;
  }
}
