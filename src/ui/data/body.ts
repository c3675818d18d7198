import { msg, str } from '@lit/localize';
import { css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { said } from '../../locales/said';
import { type CorpusId, corpusIds, findCorpus } from '../../model/corpus/corpora';
import { describeSupply } from '../../model/corpus/supply';
import { corpusTrend, exhaustionYear, publishedExhaustion, textStocks } from '../../model/corpus/stock';
import { formatCount } from '../../quantities/format';
import { parseNumber } from '../../quantities/parse';
import { dataRanges } from '../../state/data';
import { type NumberRange, isWithin, rangeAllowed } from '../../state/number-field';
import { formatBytes } from '../controls/amounts';
import { accepting } from '../controls/field';
import { panelStyles } from '../controls/panel-styles';
import { quietButton, shared } from '../controls/styles';
import { StoreElement } from '../store-element';
import './funnel';
import './pruning-figure';
import './repetition-chart';
import './stock-chart';

const effective = textStocks.find(({ id }) => id === 'effective')!;

/** A number within a range, as people write it. */
const parseWithin = (range: NumberRange) => (text: string) => {
  const value = parseNumber(text.replace(/\s*bytes?\s*$/i, ''));
  return isWithin(value, range) ? value : undefined;
};

/** From raw text to training tokens, against the stock of text, what repeats are worth, and what pruning can and cannot do. */
@customElement('iso-data-body')
export class IsoDataBody extends StoreElement {
  static override styles = [
    shared,
    quietButton,
    panelStyles,
    css`
      button.use {
        border-color: var(--iso-line-strong);
        font-weight: 600;
      }
      .facts {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(17rem, 1fr));
        gap: 0.25rem 2rem;
        margin: 0;
        padding: 0;
        list-style: none;
      }
    `,
  ];

  override render() {
    const { supply } = this.store.data;
    const { median, late, supersedes } = publishedExhaustion;
    const [year, growth, tokens] = [
      exhaustionYear(corpusTrend, effective.tokens).toFixed(1),
      corpusTrend.growthPerYear,
      formatCount(corpusTrend.tokens),
    ];
    return html`<p class="sentence">${said(describeSupply(supply.value)).replaceAll(' %', '\u00a0%')}</p>
      ${this.choices()}
      <iso-funnel></iso-funnel>
      <p class="note">
        ${msg('Shares are defaults until you type others: of raw web text a tenth is kept, the order of magnitude that RefinedWeb and CCNet report, a fifth by the filter (10 to 40 % in Villalobos et al. 2024) and half of that by deduplication, a split of ours. No shares of languages are published in the sources used here: enter your own.')}
      </p>
      <div class="charts">
        <iso-stock-chart by="budget"></iso-stock-chart>
        <iso-stock-chart by="year"></iso-stock-chart>
        <iso-repetition-chart></iso-repetition-chart>
      </div>
      <p class="note">
        ${msg(
          str`Stocks with 95 % intervals, and the years ${median} (median) and ${late} (very likely by then): Villalobos et al. 2024; their estimate of 2022, ${supersedes} to 2026, is superseded. Our own arithmetic says ${year}: it lets the largest training set grow ${growth}-fold a year from Llama 3’s ${tokens} tokens and the stock stand still; over-training brings the year forward.`,
        )}
      </p>
      <iso-pruning-figure></iso-pruning-figure>
      <ul class="facts note">
        <li>
          ${msg('Keeping the middle of the perplexity range lowers perplexity by 0.97 % at half the data, 0.80 % at 30 % (Marion et al. 2023).')}
        </li>
        <li>
          ${msg('D4, deduplication then diversification by clusters: 18 to 20 % efficiency, up to 2 points over 16 tasks at 6.7B parameters.')}
        </li>
        <li>
          ${msg('A pool with utility b loses it with repetition, b·0.5^(k/τ) after k epochs: an aggressive filter wins at small compute and loses at large (Goyal et al. 2024).')}
        </li>
      </ul>`;
  }

  private choices() {
    const { data } = this.store;
    const { corpus, bytesPerToken, isUsed, isUsable } = data;
    const isInBytes = corpus.value.size.unit === 'byte';
    const accepted = said(rangeAllowed('bytes', dataRanges.bytes));
    const choice = html`<select .value=${corpus.value.id} @change=${this.pick}>
      ${corpusIds.map((id) => html`<option value=${id} ?selected=${id === corpus.value.id}>${said(findCorpus(id).label)}</option>`)}
    </select>`;
    const size = html`<iso-field
      label=${msg('Bytes of own text')}
      text=${formatBytes(corpus.value.size.amount)}
      allowed=${msg(str`${accepted}, such as 2T`)}
      .accept=${accepting(parseBytes, (value) => data.change({ bytes: value }))}
    ></iso-field>`;
    const rate = html`<iso-field
      label=${msg('Bytes per token')}
      text=${String(bytesPerToken.value)}
      allowed=${said(rangeAllowed('bytes per token', dataRanges.bytesPerToken))}
      .accept=${accepting(parseBytesPerToken, (value) => data.change({ bytesPerToken: value }))}
    ></iso-field>`;
    return html`<div class="choices">
      <label class="choice">${msg(html`From ${choice}`, { id: 'data-corpus' })}</label>
      ${corpus.value.id === 'own' ? html`<span class="choice">${msg(html`of ${size}`, { id: 'data-size' })}</span>` : nothing}
      ${isInBytes ? html`<span class="choice">${msg(html`at ${rate} bytes per token`)}</span>` : nothing}
      <button class="use" type="button" aria-pressed=${isUsed.value} ?disabled=${!isUsable.value} @click=${this.use}>
        ${isUsed.value ? msg('In use as unique tokens') : msg('Use as unique tokens')}
      </button>
      <small>${this.aboutUse()}</small>
    </div>`;
  }

  private aboutUse(): string {
    const { data, shownLaw } = this.store;
    const [unique, law] = [formatCount(data.supply.value.funnel.unique), said(shownLaw.value.label)];
    if (data.isUsed.value) return msg(str`The frontier is that of ${unique} unique tokens under ${law}.`);
    return data.isUsable.value ? msg('Bends the frontier where tokens would repeat.') : msg('Unique tokens must lie from 1e6 to 1e17.');
  }

  private pick(event: Event): void {
    const corpus = (event.target as HTMLSelectElement).value as CorpusId;
    // shares were chosen for another corpus
    this.store.data.change({ corpus, language: undefined, filtered: undefined, deduplicated: undefined, pruned: undefined });
  }

  private use(): void {
    const { data } = this.store;
    if (data.isUsed.value) data.release();
    else data.use();
  }
}

const BYTES = { kB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12, PB: 1e15 } as const;

/** Bytes as people write them: 2 TB, 2T, 2e12. */
function parseBytes(text: string): number | undefined {
  const [, digits = '', unit = ''] = /^\s*([\d.]+)\s*(kB|MB|GB|TB|PB)\s*$/i.exec(text) ?? [];
  const factor = Object.entries(BYTES).find(([name]) => name.toLowerCase() === unit.toLowerCase())?.[1];
  const value = factor === undefined ? parseWithin(dataRanges.bytes)(text) : Number(digits) * factor;
  return value !== undefined && isWithin(value, dataRanges.bytes) ? value : undefined;
}

const parseBytesPerToken = parseWithin(dataRanges.bytesPerToken);

declare global {
  interface HTMLElementTagNameMap {
    'iso-data-body': IsoDataBody;
  }
}
