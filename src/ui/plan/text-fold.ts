import { msg, str } from '@lit/localize';
import { type TemplateResult, css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { said } from '../../locales/said';
import { type CorpusId, corpusIds, findCorpus } from '../../model/corpus/corpora';
import { describeSupply, shortVerdict } from '../../model/corpus/supply';
import { type TextLanguage, textOfTokens, textRates, tokensOfText } from '../../model/plan/words';
import { parseNumber } from '../../quantities/parse';
import { isWithin } from '../../state/number-field';
import { textRange } from '../../state/plan-choices';
import '../controls/field';
import { formatShort } from '../controls/plain-values';
import { PlanFold } from './fold';

/** Characters of an English word, its space included: a rule of thumb. */
const CHARACTERS_PER_WORD = 6;

/** Whether there is text for the run: unique tokens and epochs; and tokens as words and characters. */
@customElement('iso-plan-text')
export class IsoPlanText extends PlanFold {
  static override styles = [
    ...PlanFold.styles,
    css`
      .rate {
        margin: 0;
        font-size: var(--iso-size-question);
        line-height: 1.6;
      }
    `,
  ];

  protected readonly panel = 'text';
  protected readonly question = msg('Is there enough text?');

  protected short(): string {
    const supply = this.plan.supply.value;
    return supply ? said(shortVerdict(supply)).replaceAll(' %', '\u00a0%') : '';
  }

  protected body(): TemplateResult {
    const { data } = this.store;
    const supply = this.plan.supply.value;
    if (!supply) return html``;
    return html`<div class="body">
      <p class="sentence">${said(describeSupply(supply)).replaceAll(' %', '\u00a0%')}</p>
      <div class="choices">
        <label class="choice"
          >${msg('From', { desc: 'a text corpus', id: 'text-from' })}
          <select
            .value=${data.corpus.value.id}
            @change=${(event: Event) => data.change({ corpus: (event.target as HTMLSelectElement).value as CorpusId })}
          >
            ${corpusIds.map((id) => html`<option value=${id} ?selected=${id === data.corpus.value.id}>${said(findCorpus(id).label)}</option>`)}
          </select></label
        >
        <small>${msg('Shares that the filters keep are those of the frontier’s “Is there enough text?”.')}</small>
      </div>
      ${this.converter()}
    </div>`;
  }

  private converter() {
    const tokens = this.store.plan.value.text ?? this.plan.plan.value?.D;
    if (tokens === undefined) return nothing;
    const english = textOfTokens(tokens, 'english');
    const field = (label: string, value: number, toTokens: (typed: number) => number) =>
      html`<iso-field
        label=${label}
        .text=${formatShort(value, 4)}
        allowed=${msg('a number, such as 750 or 1.4T')}
        .accept=${(text: string) => this.convert(toTokens(parseNumber(text)))}
      ></iso-field>`;
    const from = (language: TextLanguage) => (units: number) => tokensOfText(units, language);
    const typed = field(msg('Tokens of text'), tokens, (value) => value);
    const words = field(msg('English words'), english, from('english'));
    const characters = field(msg('English characters'), english * CHARACTERS_PER_WORD, (count) =>
      tokensOfText(count / CHARACTERS_PER_WORD, 'english'),
    );
    const japanese = field(msg('Japanese characters'), textOfTokens(tokens, 'japanese'), from('japanese'));
    const [ofEnglish, ofJapanese] = [said(textRates.english.source), said(textRates.japanese.source)];
    return html`<p class="rate">
        ${msg(html`${typed} tokens are about ${words} English words of ${characters} characters, or ${japanese} Japanese characters.`)}
      </p>
      <p class="note">${msg(str`${ofEnglish}; ${ofJapanese}; six characters a word with its space, our assumption.`)}</p>`;
  }

  private convert(tokens: number): boolean {
    if (!isWithin(tokens, textRange)) return false;
    const { plan } = this.store;
    plan.value = { ...plan.value, text: tokens };
    return true;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-plan-text': IsoPlanText;
  }
}
