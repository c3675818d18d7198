import { msg, str } from '@lit/localize';
import { css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { said } from '../../locales/said';
import type { NumberToKnow } from '../../model/plan/numbers';
import { accelerators } from '../../model/plan/hardware';
import { formatCount, formatStated } from '../../quantities/format';
import type { TermId } from '../../state/glossary';
import { inputAllowed, readInput } from '../../state/number-edits';
import { type KnownNumber, type Numbers, createNumbers } from '../../state/numbers';
import { accepting } from '../controls/field';
import { quietButton, shared, wordSelect } from '../controls/styles';
import '../help/term';
import { StoreElement } from '../store-element';
import { gaugeStyles, renderGauge } from './gauge';
import { inputNames } from './input-names';
import { rowStyles } from './row-styles';

/** Units that say nothing beside a number. */
const PLAIN: readonly string[] = ['ratio', 'share', 'example'];

/** Inputs that the glossary explains where they are first met. */
const TERMS: Readonly<Record<string, TermId>> = { utilisation: 'mfu', peakFlopPerSecond: 'peak', tokens: 'tokenizer' };

/** Numbers that every developer with language models should know: as stated, and as computed from inputs that can be changed in place. */
@customElement('iso-numbers')
export class IsoNumbers extends StoreElement {
  static override styles = [
    shared,
    quietButton,
    wordSelect,
    rowStyles,
    gaugeStyles,
    css`
      .figures {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto auto 6rem minmax(5.5rem, auto);
        gap: 0.125rem 0.75rem;
        align-items: center;
        align-self: start;
        font-size: var(--iso-size-note);
      }
      .stated,
      .ours-value {
        min-inline-size: 5rem;
        text-align: end;
      }
      .inputs {
        display: flex;
        flex-wrap: wrap;
        gap: 0.125rem 0.875rem;
        grid-column: 1 / -1;
        align-items: baseline;
        color: var(--iso-quiet);
      }
      .inputs > span {
        white-space: nowrap;
      }
      iso-field,
      label {
        color: var(--iso-text);
      }
      .edited {
        color: var(--iso-optimal);
      }
      .outside {
        color: var(--iso-limit);
      }
      @media (max-width: 34rem) {
        .figures {
          grid-template-columns: minmax(0, 1fr) auto auto;
        }
      }
    `,
  ];

  private numbers!: Numbers;

  protected override willUpdate(): void {
    // the store comes with the context, after the constructor
    this.numbers ??= createNumbers(this.store);
  }

  override render() {
    const explained = new Set<string>();
    return html`${repeat(
      this.numbers.known.value,
      ({ number }) => number.id,
      (known) => this.row(known, explained),
    )}`;
  }

  private row({ number, inputs, isEdited, ours, agrees, ratio }: KnownNumber, explained: Set<string>) {
    const { id, statement, source, when, note, stated, unit, tolerance = 0 } = number;
    const shown = PLAIN.includes(unit) ? nothing : html` <small>${said(unit)}</small>`;
    const times = formatStated(ratio ?? 1, 3);
    const [middle, allowed] =
      'low' in stated ? [(stated.low + stated.high) / 2, { min: stated.low, max: stated.high }] : [stated.value, { rel: tolerance }];
    return html`<article data-number=${id}>
      <div>
        <p>${said(statement)}</p>
        <p class="note">
          ${said(source)}${source.includes(when) ? nothing : html`, ${when}`}${note === undefined ? nothing : html`<br />${said(note)}`}
        </p>
      </div>
      <div class="figures">
        <span class="note">${msg('stated, and ours')}</span>
        <span class="stated">${statedText(stated)}${shown}</span>
        ${
          ours === undefined
            ? html`<span class="note">${msg('measured, not computed')}</span>`
            : html`<b class="ours-value ${isEdited ? 'edited' : agrees ? '' : 'outside'}">${formatStated(ours, 4)}${shown}</b>
                <span class="gauge-cell">${isEdited ? nothing : renderGauge(middle, ours, allowed)}</span>
                <span class=${isEdited || agrees ? '' : 'outside'}
                  >${isEdited ? msg(html`× ${times} <small>of what is stated</small>`) : agrees ? msg('✓ comes out') : msg('✗ does not come out')}</span
                >`
        }
        ${
          ours === undefined
            ? nothing
            : html`<span class="inputs"
                >${Object.entries(inputs).map(([name, value]) => this.input(id, name, value, explained))}
                ${isEdited ? html`<button type="button" @click=${() => this.numbers.reset(id)}>${msg('As the source has it')}</button>` : nothing}</span
              >`
        }
      </div>
    </article>`;
  }

  private input(id: string, name: string, value: number | string, explained: Set<string>) {
    const [label, unit] = inputNames[name] ?? [name];
    const set = (to: number | string) => this.numbers.set(id, name, to);
    const field =
      typeof value === 'string'
        ? html`<label
            >${accelerators.find((each) => each.id === value)?.name ?? value}<svg viewBox="0 0 12 8" aria-hidden="true">
              <path d="M1 1l5 5 5-5" /></svg
            ><select aria-label=${label} .value=${value} @change=${(event: Event) => set((event.target as HTMLSelectElement).value)}>
              ${accelerators.map((each) => html`<option value=${each.id} ?selected=${each.id === value}>${each.name}</option>`)}
            </select></label
          >`
        : html`<iso-field
            label="${label}: ${id}"
            .text=${value >= 1e4 ? formatShort(value) : String(value)}
            allowed=${inputAllowed(name)}
            .accept=${accepting((text: string) => readInput(name, text), set)}
          ></iso-field>`;
    const term = explained.has(name) ? undefined : TERMS[name];
    explained.add(name);
    return html`<span
      >${term ? html`<iso-term of=${term}>${label}</iso-term>` : label}
      ${field}${unit === undefined ? nothing : html` <small>${unit}</small>`}</span
    >`;
  }
}

/** 7B, where that says all of a number, else the number. */
function formatShort(value: number): string {
  const short = Number.isInteger(value) && value < 1e15 ? formatCount(value, 3).replace(/\.?0+(?=[kMBT]$)/, '') : '';
  return short !== '' && readInput('N', short) === value ? short : formatStated(value, 12);
}

function statedText(stated: NumberToKnow['stated']): string {
  if ('value' in stated) return formatStated(stated.value);
  const [from, to] = [formatStated(stated.low), formatStated(stated.high)];
  return msg(str`${from} to ${to}`);
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-numbers': IsoNumbers;
  }
}
