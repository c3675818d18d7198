import { msg, str } from '@lit/localize';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { formatWhole } from '../../locales/numbers';
import { said } from '../../locales/said';
import { formatCount, formatScientific, formatStated } from '../../quantities/format';
import { type FitState, type PinnedFit, optimumOfPinned } from '../../state/fit';
import { comparedStyle } from '../controls/compared';
import { quietButton, shared } from '../controls/styles';
import { formatInterval } from '../controls/value';
import { StoreElement } from '../store-element';
import { symbolOf } from './pair-chart';

/** What one fit says, as the table shows it. */
interface Entry {
  readonly pinned: PinnedFit | undefined;
  readonly runs: string;
  readonly method: string;
  readonly value: number | undefined;
  readonly verdict: string;
  readonly exponent: { readonly value: number; readonly standardError: number | undefined | null } | undefined;
  readonly coefficients: Readonly<Record<string, number>>;
  readonly intervals: Readonly<Record<string, readonly [number, number]>>;
  readonly optimum: ReturnType<typeof optimumOfPinned>;
}

/** Characters that the field of a name shows, at least and at most. */
const [SHORTEST, LONGEST] = [10, 26];

const VERDICTS = { sound: msg('sound'), doubtful: msg('doubtful'), unusable: msg('refused') } as const;

/** Fits side by side: the present one and those that were kept, which are named, opened again and removed here. */
@customElement('iso-fit-comparison')
export class IsoFitComparison extends StoreElement {
  static override styles = [
    shared,
    quietButton,
    css`
      h2 {
        margin: 0 0 0.25rem;
        font-size: var(--iso-size-text);
        font-weight: 600;
      }
      .scroll {
        overflow-x: auto;
      }
      table {
        border-collapse: collapse;
      }
      th,
      td {
        min-inline-size: 9rem;
        padding: 0.1875rem 1.25rem 0.1875rem 0;
        font-weight: 400;
        text-align: start;
        vertical-align: top;
      }
      tbody th {
        min-inline-size: 6rem;
        color: var(--iso-quiet);
        font-size: var(--iso-size-note);
        white-space: nowrap;
      }
      tbody th i {
        color: var(--iso-text);
        font-family: 'STIX Two Math', 'Cambria Math', Georgia, serif;
        font-size: var(--iso-size-text);
      }
      td small {
        display: block;
      }
      tbody tr {
        border-block-start: 1px solid var(--iso-line);
      }
      thead th {
        font-weight: 600;
      }
      .key {
        display: inline-block;
        inline-size: 0.875rem;
        margin-inline-end: 0.375rem;
        border-block-start: 3px var(--law-border, solid) var(--law);
        vertical-align: middle;
      }
      input {
        padding: 0.25rem 0.375rem;
        border: 1px solid transparent;
        border-block-end: 2px dotted var(--iso-line-strong);
        background: none;
        color: var(--iso-text);
        font: inherit;
        font-weight: 600;
      }
      /* characters twice as wide as those that a field counts */
      input:lang(ja) {
        inline-size: 22rem;
      }
      .buttons {
        display: flex;
        gap: 0.375rem;
        margin-block-start: 0.25rem;
        font-weight: 400;
      }
    `,
  ];

  /** What is shown. */
  @property({ attribute: false }) fit!: FitState;

  /** What was last said of the present fit. */
  private last: Entry | undefined;

  /** The fit whose removal can be undone. */
  @state() private removed: PinnedFit | undefined;

  override render() {
    const pinned = this.fit.pinned.all.value;
    if (pinned.length === 0 && !this.removed) return nothing;
    const name = this.removed?.name;
    return html`<section aria-label=${msg('Kept fits')}>
      <h2>${msg('Fits side by side')} <small>${msg('kept in this browser; lines of the same colour in the charts')}</small></h2>
      ${
        name === undefined
          ? nothing
          : html`<p class="note" role="status">
              ${msg(str`“${name}” is removed.`)} <button type="button" @click=${this.restore}>${msg('Bring it back')}</button>
            </p>`
      }
      ${pinned.length > 0 ? this.table([this.present(), ...pinned.map((each) => this.kept(each))].filter((each) => each !== undefined)) : nothing}
    </section>`;
  }

  private table(entries: readonly Entry[]) {
    const names = [...new Set(entries.flatMap(({ coefficients }) => Object.keys(coefficients)))];
    const row = (label: unknown, cell: (entry: Entry) => unknown) =>
      html`<tr>
        <th scope="row">${label}</th>
        ${entries.map((entry) => html`<td>${cell(entry)}</td>`)}
      </tr>`;
    const C = formatScientific(this.store.C.value);
    return html`<div class="scroll" tabindex="0" role="group" aria-label=${msg('Table of kept fits')}>
      <table>
        <thead>
          <tr>
            <th scope="col"><span class="hidden">${msg('what')}</span></th>
            ${entries.map(({ pinned }, i) => html`<th scope="col">${pinned ? this.heading(pinned, i - 1) : this.own()}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${row(msg(html`<i>N</i>* at ${C} FLOP`), ({ optimum: { N, intervals } }) => withInterval(formatCount(N), intervals && formatInterval('N', intervals.N)))}
          ${row(msg(html`<i>D</i>* at ${C} FLOP`), ({ optimum: { D, intervals } }) => withInterval(formatCount(D), intervals && formatInterval('D', intervals.D)))}
          ${row(msg('exponent a'), ({ exponent }) =>
            exponent
              ? `${exponent.value.toFixed(3)}${typeof exponent.standardError === 'number' ? ` ± ${exponent.standardError.toPrecision(1)}` : ''}`
              : msg('no power law'),
          )}
          ${row(msg('verdict'), ({ verdict }) => verdict)} ${row(msg('runs'), ({ runs }) => runs)}
          ${row(msg('method'), ({ method }) => method)}
          ${row(msg('objective'), ({ value }) => (value === undefined ? '–' : value.toPrecision(6)))}
          ${names.map((name) =>
            row(html`<i>${symbolOf(name)}</i>`, ({ coefficients, intervals }) => {
              const value = coefficients[name];
              if (value === undefined) return '–';
              const interval = intervals[name];
              return withInterval(formatStated(value, 4), interval && `${formatStated(interval[0], 3)} – ${formatStated(interval[1], 3)}`);
            }),
          )}
        </tbody>
      </table>
    </div>`;
  }

  private own() {
    return html`<span class="key" style="--law: var(--iso-optimal)"></span>${msg('This fit')}`;
  }

  private heading(pinned: PinnedFit, place: number) {
    const { fit } = this;
    const { name } = pinned;
    return html`<span class="key" style=${comparedStyle(place)}></span
      ><input
        aria-label=${msg('Name of this fit')}
        maxlength="60"
        size=${Math.min(Math.max(name.length, SHORTEST), LONGEST)}
        spellcheck="false"
        .value=${name}
        @change=${(event: Event) => {
          const input = event.target as HTMLInputElement;
          fit.pinned.rename(pinned.id, input.value);
          if (input.value.trim() === '') input.value = name;
        }}
      />
      <div class="buttons">
        <button type="button" aria-label=${msg(str`Open ${name}`)} @click=${() => fit.reopen(pinned)}>${msg('Open')}</button>
        <button type="button" aria-label=${msg(str`Remove ${name}`)} @click=${() => this.takeAway(pinned)}>${msg('Remove')}</button>
      </div>`;
  }

  private takeAway(pinned: PinnedFit): void {
    this.fit.pinned.remove(pinned.id);
    this.removed = pinned;
  }

  private readonly restore = (): void => {
    if (this.removed) this.fit.pinned.add(this.removed);
    this.removed = undefined;
  };

  /** The present fit; while the next one is made, the last one. */
  private present(): Entry | undefined {
    const { answer, fit, runs, draws, certificate, choices, phase } = this.fit;
    const [answered, found, read] = [answer.value, fit.value, runs.value];
    if (phase.value === 'reading' || phase.value === 'fitting') return this.last;
    this.last = undefined;
    if (!answered || !found || !read) return undefined;
    const law = choices.value.approach === '3' ? found.law : undefined;
    const spreads = draws.value?.spreads ?? {};
    this.last = {
      pinned: undefined,
      runs: runsOf(read),
      method: methodOf(choices.value),
      value: law?.value,
      verdict: certificate.value ? VERDICTS[certificate.value.verdict.level] : '…',
      exponent: answered.exponent.isLocal ? undefined : answered.exponent,
      coefficients: law?.coefficients ?? {},
      intervals: Object.fromEntries((law?.free ?? []).flatMap((name) => (spreads[name] ? [[name, spreads[name].interval] as const] : []))),
      optimum: answered,
    };
    return this.last;
  }

  private kept(pinned: PinnedFit): Entry {
    return {
      pinned,
      runs: runsOf(pinned.runs),
      method: methodOf(pinned),
      value: pinned.value ?? undefined,
      verdict: pinned.verdict ? VERDICTS[pinned.verdict] : '–',
      exponent: pinned.exponent ?? undefined,
      coefficients: pinned.coefficients,
      intervals: pinned.intervals,
      optimum: optimumOfPinned(pinned, this.store.C.value),
    };
  }
}

function withInterval(text: string, interval: string | undefined) {
  return html`<b>${text}</b>${interval ? html`<small>${interval}</small>` : nothing}`;
}

function runsOf(runs: { readonly name: string; readonly kept: number; readonly usable: number }): string {
  const [kept, usable, name] = [formatWhole(runs.kept), formatWhole(runs.usable), said(runs.name)];
  // by an id of its own: elsewhere “of” tells a part of a number
  return runs.kept === runs.usable ? msg(str`${kept} of ${name}`, { id: 'fit-runs-of' }) : msg(str`${kept} of the ${usable} of ${name}`);
}

function methodOf({ approach, form, objective }: Pick<PinnedFit, 'approach' | 'form' | 'objective'>): string {
  return approach === '3' ? `${form}, ${objective}` : msg(str`approach ${approach}`);
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-fit-comparison': IsoFitComparison;
  }
}
