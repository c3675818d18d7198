import { type TemplateResult, html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { formatWhole } from '../../locales/numbers';
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
} from '../../model/plan/serve';
import { formatCount } from '../../quantities/format';
import { parseNumber } from '../../quantities/parse';
import { type ServeChoices, isPlanNumber } from '../../state/plan-choices';
import { formatBytes } from '../controls/amounts';
import '../controls/field';
import { formatPercent } from '../growth/words';
import { PlanFold } from './fold';

/** What attention caches, in words. */
const ATTENTION: Readonly<Record<AttentionKind, string>> = {
  mha: 'every head (MHA)',
  gqa: '8 groups of heads (GQA)',
  mqa: 'one head (MQA)',
  mla: 'one latent vector (MLA)',
};

/** What the trained model takes to be used: memory, accelerators, tokens a second, money. */
@customElement('iso-plan-serve')
export class IsoPlanServe extends PlanFold {
  static override styles = PlanFold.styles;

  protected readonly panel = 'serve';
  protected readonly question = 'What does it take to serve it?';

  protected short(): string {
    const serving = this.plan.serving.value;
    if (!serving) return '';
    const { accelerators, tokensPerSecond, costPerMillion } = serving.found;
    return `${accelerators} × ${serving.service.accelerator.name}: at most ${formatCount(tokensPerSecond)} tokens/s, from $${costPerMillion!.toPrecision(2)} for a million tokens.`;
  }

  protected body(): TemplateResult {
    const serving = this.plan.serving.value;
    if (!serving) return html``;
    const { service, found } = serving;
    const { batch, prompt, output, bits, attention } = this.plan.choices.value.serve;
    const perToken = cacheBytesPerToken(service.cache);
    const D = this.plan.plan.value!.D;
    const layers = service.cache.layers;
    const rows: readonly (readonly [string, string, string])[] = [
      ['weights', gigabytes(found.weights), `N × ${bits} bits`],
      [
        'KV cache',
        gigabytes(found.cache),
        `${formatBytes(perToken)} a token × ${formatWhole(prompt + output)} tokens × ${batch} sequences; ${'latent' in service.cache ? `${layers} layers × ${service.cache.latent} values × 2 bytes` : `2 × ${layers} layers × ${service.cache.kvHeads} heads × ${service.cache.headSize} × 2 bytes`}`,
      ],
      [
        'accelerators',
        `${found.accelerators} × ${service.accelerator.name}`,
        `weights and cache in ${formatPercent(USABLE_MEMORY, 0)} of their memory, a power of two in a node`,
      ],
      [
        'first token',
        `${trim(found.prefillSeconds)} s`,
        `2·N FLOP for each of ${batch} × ${prompt} tokens at ${formatPercent(PREFILL_UTILISATION, 0)} of the peak; Sardana and Frankle 2024`,
      ],
      [
        'decoding',
        `${formatCount(found.tokensPerSecondOfOne)} tokens/s`,
        `for each sequence, limited by ${found.limit}: bytes read over the bandwidth, or 2·N FLOP a token over the peak`,
      ],
      ['throughput', `${formatCount(found.tokensPerSecond)} tokens/s`, 'of all sequences, prompts included'],
      [
        'batching',
        `${found.batchingGain.toPrecision(3)} ×`,
        `the throughput of one sequence alone; arithmetic limits from about ${Math.round(balancedBatch(service.accelerator, bits))} on`,
      ],
      [
        'a million tokens',
        dollars(found.costPerMillion!),
        `${found.accelerators} × $${trim(service.pricePerHour!)} an hour over the throughput`,
      ],
      ...(bits < 16
        ? [
            [
              'quantising',
              `+${quantisationPenalty(service.N, D, bits).toPrecision(2)} nat/token`,
              'Kumar et al. 2024, fitted on models of up to 220M parameters',
            ] as const,
          ]
        : []),
    ];
    return html`<div class="body">
      <p class="sentence">
        ${this.number('batch', 'Sequences at once', batch)} sequences at once, each of ${this.number('prompt', 'Tokens read', prompt)}
        tokens read and ${this.number('output', 'Tokens written', output)} written.
      </p>
      <div class="choices">
        <label class="choice"
          >weights in
          <select
            @change=${(event: Event) => this.plan.changeServe({ bits: Number((event.target as HTMLSelectElement).value) as ServeChoices['bits'] })}
          >
            ${weightBits.map((each) => html`<option value=${each} ?selected=${each === bits}>${each} bits</option>`)}
          </select></label
        >
        <label class="choice"
          >attention caches
          <select
            @change=${(event: Event) => this.plan.changeServe({ attention: (event.target as HTMLSelectElement).value as AttentionKind })}
          >
            ${attentionKinds.map((each) => html`<option value=${each} ?selected=${each === attention}>${ATTENTION[each]}</option>`)}
          </select></label
        >
      </div>
      <div class="scroll" tabindex="0" role="region" aria-label="Serving">
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
      <p class="note">An upper bound: no step is faster than its bytes or its FLOP allow, and links between accelerators cost nothing.</p>
    </div>`;
  }

  private number(id: 'batch' | 'prompt' | 'output', label: string, value: number) {
    return html`<iso-field
      label=${label}
      .text=${String(value)}
      allowed="a whole number, such as 32"
      .accept=${(text: string) => this.set(id, parseNumber(text))}
    ></iso-field>`;
  }

  private set(id: 'batch' | 'prompt' | 'output', value: number): boolean {
    if (!isPlanNumber(id, value)) return false;
    this.plan.changeServe({ [id]: value });
    return true;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-plan-serve': IsoPlanServe;
  }
}
