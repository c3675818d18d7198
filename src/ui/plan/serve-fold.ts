import { msg, str } from '@lit/localize';
import { type TemplateResult, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { formatWhole } from '../../locales/numbers';
import { said } from '../../locales/said';
import { DECODE_UTILISATION } from '../../model/plan/lifetime';
import { dollars, gigabytes, trim } from '../../model/plan/phrases';
import {
  type AttentionKind,
  PREFILL_UTILISATION,
  USABLE_MEMORY,
  attentionKinds,
  balancedBatch,
  cacheBytesPerToken,
  quantisationPenalty,
  weightBits,
  writingUtilisation,
} from '../../model/plan/serve';
import { formatCount } from '../../quantities/format';
import { parseNumber } from '../../quantities/parse';
import { type ServeChoices, isPlanNumber } from '../../state/plan-choices';
import { formatBytes } from '../controls/amounts';
import '../controls/field';
import { formatPercent } from '../controls/plain-values';
import { quietButton } from '../controls/styles';
import '../help/term';
import { PlanFold } from './fold';

/** What attention caches, in words. */
const ATTENTION: Readonly<Record<AttentionKind, string>> = {
  mha: msg('every head (MHA)'),
  gqa: msg('8 groups of heads (GQA)'),
  mqa: msg('one head (MQA)'),
  mla: msg('one latent vector (MLA)'),
};

/** What the trained model takes to be used: memory, accelerators, tokens a second, money. */
@customElement('iso-plan-serve')
export class IsoPlanServe extends PlanFold {
  static override styles = [...PlanFold.styles, quietButton];

  protected readonly panel = 'serve';
  protected readonly question = msg('What does it take to serve it?');

  protected short(): string {
    const serving = this.plan.serving.value;
    if (!serving) return '';
    const { accelerators, tokensPerSecond, costPerMillion } = serving.found;
    const [name, rate, price] = [said(serving.service.accelerator.name), formatCount(tokensPerSecond), costPerMillion!.toPrecision(2)];
    return msg(str`${accelerators} × ${name}: at most ${rate} tokens/s, from $${price} for a million tokens.`);
  }

  protected body(): TemplateResult {
    const serving = this.plan.serving.value;
    if (!serving) return html``;
    const { service, found } = serving;
    const { batch, prompt, output, bits, attention } = this.plan.choices.value.serve;
    const name = said(service.accelerator.name);
    const perToken = formatBytes(cacheBytesPerToken(service.cache));
    const length = formatWhole(prompt + output);
    const usable = formatPercent(USABLE_MEMORY, 0);
    const reading = formatPercent(PREFILL_UTILISATION, 0);
    const balanced = Math.round(balancedBatch(service.accelerator, bits));
    const perHour = trim(service.pricePerHour!);
    const D = this.plan.plan.value!.D;
    const layers = service.cache.layers;
    const cache = html`<iso-term of="kv-cache">${msg('KV cache')}</iso-term>`;
    const rows: readonly (readonly [string | TemplateResult, string, string])[] = [
      [msg('weights'), gigabytes(found.weights), msg(str`N × ${bits} bits`)],
      [
        cache,
        gigabytes(found.cache),
        'latent' in service.cache
          ? msg(
              str`${perToken} a token × ${length} tokens × ${batch} sequences; ${layers} layers × ${service.cache.latent} values × 2 bytes`,
            )
          : msg(
              str`${perToken} a token × ${length} tokens × ${batch} sequences; 2 × ${layers} layers × ${service.cache.kvHeads} heads × ${service.cache.headSize} × 2 bytes`,
            ),
      ],
      [
        msg('accelerators'),
        `${found.accelerators} × ${name}`,
        msg(str`weights and cache in ${usable} of their memory, a power of two in a node`),
      ],
      [
        msg('first token'),
        `${trim(found.prefillSeconds)} s`,
        msg(str`2·N FLOP for each of ${batch} × ${prompt} tokens at ${reading} of the peak; Sardana and Frankle 2024`),
      ],
      [
        msg('decoding'),
        `${formatCount(found.tokensPerSecondOfOne)} ${said('tokens/s')}`,
        found.limit === 'bandwidth'
          ? msg('for each sequence, limited by bandwidth: bytes read over the bandwidth, or 2·N FLOP a token over the peak')
          : msg('for each sequence, limited by arithmetic: bytes read over the bandwidth, or 2·N FLOP a token over the peak'),
      ],
      [
        msg('share of the peak'),
        formatUtilisation(writingUtilisation(service, found)),
        msg(str`in writing: 2·N FLOP for each of ${batch} sequences in a step, over the peak`),
      ],
      [msg('throughput'), `${formatCount(found.tokensPerSecond)} ${said('tokens/s')}`, msg('of all sequences, prompts included')],
      [
        msg('batching'),
        `${found.batchingGain.toPrecision(3)} ×`,
        msg(str`the throughput of one sequence alone; arithmetic limits from about ${balanced} on`),
      ],
      [msg('a million tokens'), dollars(found.costPerMillion!), msg(str`${found.accelerators} × $${perHour} an hour over the throughput`)],
      ...(bits < 16
        ? [
            [
              msg('quantising'),
              `+${quantisationPenalty(service.N, D, bits).toPrecision(2)} nat/token`,
              msg('Kumar et al. 2024, fitted on models of up to 220M parameters'),
            ] as const,
          ]
        : []),
    ];
    const atOnce = this.number('batch', msg('Sequences at once'), batch);
    const read = this.number('prompt', msg('Tokens read'), prompt);
    const written = this.number('output', msg('Tokens written'), output);
    return html`<div class="body">
      <p class="sentence">${msg(html`${atOnce} sequences at once, each of ${read} tokens read and ${written} written.`)}</p>
      <div class="choices">
        <label class="choice"
          >${msg('weights in')}
          <select
            @change=${(event: Event) => this.plan.changeServe({ bits: Number((event.target as HTMLSelectElement).value) as ServeChoices['bits'] })}
          >
            ${weightBits.map((each) => html`<option value=${each} ?selected=${each === bits}>${msg(str`${each} bits`)}</option>`)}
          </select></label
        >
        <label class="choice"
          >${msg('attention caches')}
          <select
            @change=${(event: Event) => this.plan.changeServe({ attention: (event.target as HTMLSelectElement).value as AttentionKind })}
          >
            ${attentionKinds.map((each) => html`<option value=${each} ?selected=${each === attention}>${ATTENTION[each]}</option>`)}
          </select></label
        >
      </div>
      <div class="scroll" tabindex="0" role="region" aria-label=${msg('Serving')}>
        <table>
          <tbody>
            ${rows.map(
              ([name, value, how]) =>
                html`<tr>
                  <th scope="row">${name}</th>
                  <td><b>${value}</b></td>
                  <td class="how">${how}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
      ${this.carried(writingUtilisation(service, found))}
      <p class="note">
        ${msg('An upper bound: no step is faster than its bytes or its FLOP allow, and links between accelerators cost nothing.')}
      </p>
    </div>`;
  }

  /** The utilisation that the cost over the model's life takes, and a way to take that of this service. */
  private carried(utilisation: number) {
    const life = this.plan.plan.value?.life;
    if (!life) return nothing;
    const { writing } = life.prices.utilisation;
    const isOwn = this.plan.choices.value.settings.writing !== undefined;
    const [used, usual, here] = [writing, DECODE_UTILISATION, utilisation].map(formatUtilisation);
    const total = dollars(life.bill.total);
    const sentence = isOwn
      ? msg(str`The cost over its life, ${total}, takes ${used} of the peak in writing.`)
      : msg(
          str`The cost over its life, ${total}, takes ${used} of the peak in writing, one sequence after the other (Sardana and Frankle 2024).`,
        );
    return html`<p class="note">
      ${sentence}
      <button type="button" @click=${() => this.plan.set('writing', isOwn ? undefined : Number(utilisation.toPrecision(3)))}>
        ${isOwn ? msg(str`Take ${usual} again`) : msg(str`Take ${here} of this service`)}
      </button>
    </p>`;
  }

  private number(id: 'batch' | 'prompt' | 'output', label: string, value: number) {
    return html`<iso-field
      label=${label}
      .text=${String(value)}
      allowed=${msg('a whole number, such as 32')}
      .accept=${(text: string) => this.set(id, parseNumber(text))}
    ></iso-field>`;
  }

  private set(id: 'batch' | 'prompt' | 'output', value: number): boolean {
    if (!isPlanNumber(id, value)) return false;
    this.plan.changeServe({ [id]: value });
    return true;
  }
}

/** A share of the peak, small ones with two digits: 1 %, 0.62 %. */
function formatUtilisation(share: number): string {
  return `${Number((100 * share).toPrecision(2))} %`;
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-plan-serve': IsoPlanServe;
  }
}
