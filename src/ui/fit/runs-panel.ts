import { msg, str } from '@lit/localize';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { formatWhole } from '../../locales/numbers';
import { said } from '../../locales/said';
import { describeIssue } from '../../quantities/issue';
import { type FitState, fitExamples, fitRoles, fitUnits, rulesOf } from '../../state/fit';
import { awaited } from '../controls/awaited';
import { fileButtonStyles, renderFileButton } from '../controls/file-button';
import { fieldLook } from '../controls/input-styles';
import { quietButton, shared } from '../controls/styles';
import { StoreElement } from '../store-element';

/** Rejected rows that are listed at once. */
const LISTED = 50;

/** Lines changed by hand that are named at once. */
const LISTED_LINES = 20;

/** Roles that are always told; the others where a column plays them. */
const USUAL: readonly (typeof fitRoles)[number][] = ['N', 'D', 'C', 'loss'];

/** Rules about all runs, one click away. */
const QUICK_RULES = ['top 5 loss', 'residual > 5 MAD'];

/** Names of columns' roles. */
const ROLES: Readonly<Record<(typeof fitRoles)[number], string>> = {
  N: msg('parameters N'),
  D: msg('tokens D'),
  C: msg('compute C'),
  loss: msg('loss'),
  weight: msg('weight'),
  group: msg('group'),
  U: msg('unique tokens U'),
  granularity: msg('granularity'),
  experts: msg('experts'),
  trainingBits: msg('training bits'),
  servingBits: msg('serving bits'),
};

/** Where the runs come from, how their columns are read, which are left out, and which cannot be used and why. */
@customElement('iso-fit-runs-panel')
export class IsoFitRunsPanel extends StoreElement {
  static override styles = [
    shared,
    quietButton,
    fileButtonStyles,
    css`
      .bring {
        display: flex;
        flex-wrap: wrap;
        gap: 0.375rem 0.75rem;
        align-items: center;
      }
      @media print {
        .bring {
          display: none;
        }
      }
      /* what the worker is doing stands in the place of the hint, so that nothing beneath moves when it is done */
      .about {
        display: grid;
        flex: 1 1 max-content;
        align-items: center;
        min-inline-size: 0;
        min-block-size: 2rem;
      }
      .about > .note,
      ::slotted(*) {
        grid-area: 1 / 1;
      }
      .about > .covered {
        visibility: hidden;
      }
      p {
        margin: 0.375rem 0 0;
      }
      textarea,
      input[type='text'],
      select {
        ${fieldLook};
        inline-size: 100%;
        min-block-size: auto;
        padding-block: 0.3125rem;
      }
      textarea {
        min-block-size: 7rem;
        font-family: ui-monospace, monospace;
        resize: vertical;
      }
      form {
        display: grid;
        gap: 0.375rem;
        justify-items: start;
        margin-block-start: 0.5rem;
      }
      .columns {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(8.5rem, 1fr));
        gap: 0.5rem 1rem;
        margin-block: 0.5rem;
      }
      .columns label {
        display: grid;
        gap: 0.125rem;
      }
      .role {
        display: grid;
        gap: 0.25rem;
        align-content: start;
        min-inline-size: 0;
      }
      .rules {
        margin-block-start: 0.375rem;
      }
      details {
        margin-block-start: 0.375rem;
      }
      summary {
        inline-size: fit-content;
        font-size: var(--iso-size-note);
      }
      details[inert] summary {
        color: var(--iso-quiet);
      }
      .alert {
        padding-inline-start: 0.625rem;
        border-inline-start: 3px solid var(--iso-limit);
      }
      .alert b {
        color: var(--iso-limit);
      }
      .scroll {
        max-block-size: 14rem;
        overflow: auto;
      }
      table {
        border-collapse: collapse;
        font-size: var(--iso-size-note);
      }
      th,
      td {
        padding: 0.0625rem 1rem 0.0625rem 0;
        font-weight: 400;
        text-align: start;
        vertical-align: top;
        overflow-wrap: anywhere;
      }
      th {
        color: var(--iso-quiet);
        white-space: nowrap;
      }
    `,
  ];

  /** What is shown. */
  @property({ attribute: false }) fit!: FitState;

  @state() private isPasting = false;

  override render() {
    const hint = this.fit.phase.value === 'done' ? 'note' : 'note covered';
    return html`<div class="bring">
        ${renderFileButton(msg('Choose a file of runs'), {
          label: msg('File of runs'),
          accept: '.csv,.tsv,.txt,.jsonl,.ndjson,.json,.parquet',
          take: (file) => this.fit.open({ kind: 'file', name: file.name, file }),
        })}
        <button type="button" aria-expanded=${this.isPasting ? 'true' : 'false'} @click=${() => (this.isPasting = !this.isPasting)}>
          ${msg('Paste')}
        </button>
        <div class="about">
          <span class=${hint}>${msg('or drop one anywhere here: CSV, TSV, JSON lines or Parquet. Runs stay in this browser.')}</span>
          <slot></slot>
        </div>
      </div>
      ${this.isPasting ? this.pasting() : nothing} ${this.trouble()} ${this.accounted()} ${this.columns()}`;
  }

  private pasting() {
    return html`<form @submit=${this.paste}>
      <label class="note" for="runs">${msg('Runs with a header row: two of N, D and C, and loss')}</label>
      <textarea id="runs" spellcheck="false" placeholder="N,D,loss&#10;70M,1.4B,3.9"></textarea>
      <button type="submit">${msg('Fit these')}</button>
    </form>`;
  }

  /** What is wrong with the file as a whole, or why the approach says nothing. */
  private trouble() {
    const { refused, failure, issues } = this.fit;
    const found = refused.value?.issues ?? issues.value;
    if (failure.value !== undefined) {
      const why = said(failure.value);
      return html`<p class="alert" role="alert">${msg(html`<b>The fit stopped:</b> ${why}. Choose the runs again.`)}</p>`;
    }
    if (found.length === 0) return nothing;
    return html`<div role="alert">
      ${found.map((issue) => {
        const why = said(describeIssue({ ...issue, field: issue.field.replace('--', '') }));
        return html`<p class="alert">${refused.value ? msg(html`<b>Cannot be read.</b> ${why}.`) : msg(html`<b>Refused.</b> ${why}.`)}</p>`;
      })}
    </div>`;
  }

  /** Every row of the file: fitted, left out, or not usable. */
  private accounted() {
    const runs = this.fit.runs.value;
    if (!runs) return this.isAwaited ? renderCounts(['245', '240', '5', '0'].map(awaited)) : nothing;
    const [usable, kept, left] = [runs.usable, runs.kept, runs.usable - runs.kept].map(formatWhole);
    const [rejected, drawn, further] = [runs.rejectedCount, runs.N.length, runs.rejectedCount - LISTED].map(formatWhole);
    const place = runs.format === 'Parquet' ? msg('row') : msg('line');
    const partly = runs.N.length < runs.usable ? msg(str`Of them ${drawn} are drawn.`) : '';
    return html`${renderCounts([usable, kept, left, rejected], runs.usable === 1, partly)}
    ${
      runs.rejectedCount > 0
        ? html`<details open>
            <summary>${msg('Rows that cannot be used')}</summary>
            <div class="scroll" tabindex="0" role="group" aria-label=${msg('Rows that cannot be used')}>
              <table>
                <thead>
                  <tr>
                    <th scope="col">${place}</th>
                    <th scope="col">${msg('why')}</th>
                  </tr>
                </thead>
                <tbody>
                  ${runs.rejected.slice(0, LISTED).map(
                    ({ line, reason }) =>
                      html`<tr>
                        <th scope="row">${line}</th>
                        <td>${saidReason(reason)}</td>
                      </tr>`,
                  )}
                </tbody>
              </table>
              ${runs.rejectedCount > LISTED ? html`<p class="note">${msg(str`and ${further} more`)}</p>` : nothing}
            </div>
          </details>`
        : nothing
    }`;
  }

  private columns() {
    const { runs, refused } = this.fit;
    const headings = runs.value?.headings ?? refused.value?.headings ?? [];
    const map = runs.value?.columns ?? refused.value?.columns ?? {};
    if (headings.length === 0) {
      return this.isAwaited
        ? html`<details .inert=${true}>
            <summary>${msg('Columns, and what is left out')}</summary>
          </details>`
        : nothing;
    }
    const { choices } = this.fit;
    const example = fitExamples.find(({ id }) => id === choices.value.runs);
    const isTold = (role: (typeof fitRoles)[number]) => USUAL.includes(role) || map[role] !== undefined;
    const by = choices.value.bootstrapBy;
    const [about, source] = [said(example?.about ?? ''), said(example?.source ?? '')];
    const { flipped } = choices.value;
    const lines = `${flipped.slice(0, LISTED_LINES).join(', ')}${flipped.length > LISTED_LINES ? ' …' : ''}`;
    return html`<details ?open=${refused.value !== undefined}>
      <summary>${msg('Columns, and what is left out')}</summary>
      ${example ? html`<p class="note">${msg(str`${about}. Source: ${source}.`)}</p>` : nothing}
      <div class="columns">${fitRoles.filter(isTold).map((role) => this.renderRole(role, headings, map[role]))}</div>
      <details>
        <summary>${msg('Further quantities, and what is resampled')}</summary>
        <div class="columns">
          ${fitRoles.filter((role) => !isTold(role)).map((role) => this.renderRole(role, headings, map[role]))}
          <label class="note"
            >${msg('resample together')}
            <select @change=${(event: Event) => this.fit.change({ bootstrapBy: (event.target as HTMLSelectElement).value || undefined })}>
              <option value="" ?selected=${by === undefined}>${msg('each run by itself')}</option>
              ${headings.map((heading) => html`<option translate="no" value=${heading} ?selected=${heading === by}>${msg(str`runs of one ${heading}`)}</option>`)}
            </select></label
          >
        </div>
      </details>
      <label class="note"
        >${msg(html`Leave rows out where, separated by semicolons: COLUMN=VALUE, or !=, &lt;, &lt;=, &gt;, &gt;=; top 5 loss; residual &gt; 5 MAD`)}
        <input
          type="text"
          spellcheck="false"
          .value=${rulesOf(choices.value).join('; ')}
          @change=${(event: Event) => this.chooseRules((event.target as HTMLInputElement).value)}
      /></label>
      <div class="bring rules">${QUICK_RULES.map((rule) => this.quickRule(rule))}</div>
      ${
        flipped.length > 0
          ? html`<p class="note">
              ${msg(str`Changed by hand: line ${lines}.`)}
              <button type="button" @click=${() => this.fit.change({ flipped: [] })}>${msg('Undo these')}</button>
            </p>`
          : nothing
      }
    </details>`;
  }

  /** Whether the first runs are being read. */
  private get isAwaited(): boolean {
    const phase = this.fit.phase.value;
    return !this.fit.runs.value && !this.fit.refused.value && phase !== 'done' && phase !== 'stopped';
  }

  private quickRule(rule: string) {
    const rules = rulesOf(this.fit.choices.value);
    const isOn = rules.includes(rule);
    return html`<button
      type="button"
      translate="no"
      aria-pressed=${isOn ? 'true' : 'false'}
      @click=${() => this.fit.change({ rules: isOn ? rules.filter((each) => each !== rule) : [...rules, rule] })}
    >
      ${rule}
    </button>`;
  }

  /** The column that plays a role, and its unit. */
  private renderRole(role: (typeof fitRoles)[number], headings: readonly string[], column: { heading: string; scale: number } | undefined) {
    const [units, name] = [fitUnits[role], ROLES[role]];
    const known = units?.find(({ scale }) => scale === column?.scale);
    return html`<div class="role">
      <label class="note"
        >${name}
        <select @change=${(event: Event) => this.chooseColumn(role, (event.target as HTMLSelectElement).value)}>
          <option value="" ?selected=${!column} ?disabled=${column !== undefined}>${msg('none')}</option>
          ${headings.map((heading) => html`<option translate="no" value=${heading} ?selected=${heading === column?.heading}>${heading}</option>`)}
        </select></label
      >
      ${
        column && units
          ? html`<select
              aria-label=${msg(str`Unit of ${name}`)}
              @change=${(event: Event) => this.chooseColumn(role, column.heading, (event.target as HTMLSelectElement).value)}
            >
              ${known ? nothing : html`<option selected disabled>× ${column.scale.toExponential().replace('e+', 'e')}</option>`}
              ${units.map(({ unit }) => html`<option value=${unit} ?selected=${unit === known?.unit}>${unit === '' ? msg('as it stands') : said(unit)}</option>`)}
            </select>`
          : nothing
      }
    </div>`;
  }

  private chooseColumn(role: string, heading: string, unit?: string): void {
    const others = this.fit.choices.value.columns.filter((choice) => !choice.startsWith(`${role}=`));
    // the base unit has no name of its own: any unit of 1 says it
    const suffix = unit === undefined ? '' : `:${unit === '' ? 'flop' : unit}`;
    this.fit.change({ columns: heading === '' ? others : [...others, `${role}=${heading}${suffix}`] });
  }

  private chooseRules(text: string): void {
    this.fit.change({
      rules: text
        .split(';')
        .map((rule) => rule.trim())
        .filter((rule) => rule !== ''),
    });
  }

  private paste(event: Event): void {
    event.preventDefault();
    const text = this.renderRoot.querySelector('textarea')?.value ?? '';
    this.fit.open({ kind: 'text', name: 'pasted runs', text });
  }
}

/** How many rows there are, and what became of them: usable, fitted, left out, not usable. */
function renderCounts([usable, kept, left, rejected]: readonly unknown[], isOne = false, more = '') {
  return html`<p class="note">
    ${
      isOne
        ? msg(html`${usable} usable row, <b>${kept}</b> fitted, ${left} left out, ${rejected} that cannot be used.`)
        : msg(html`${usable} usable rows, <b>${kept}</b> fitted, ${left} left out, ${rejected} that cannot be used.`)
    }
    ${more}
  </p>`;
}

/** Why a row cannot be used. A reason for each of its cells, which are translated one by one; that of a formula has a semicolon of its own. */
function saidReason(reason: string): string {
  return reason
    .split(/; (?!it is not executed)/)
    .map(said)
    .join('; ');
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-fit-runs-panel': IsoFitRunsPanel;
  }
}
