import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { formatWhole } from '../../locales/numbers';
import { describeIssue } from '../../quantities/issue';
import { type FitState, fitExamples, fitRoles, fitUnits, rulesOf } from '../../state/fit';
import { quietButton, shared } from '../controls/styles';
import { StoreElement } from '../store-element';

/** Rejected rows that are listed at once. */
const LISTED = 50;

/** Roles that are always told; the others where a column plays them. */
const USUAL: readonly (typeof fitRoles)[number][] = ['N', 'D', 'C', 'loss'];

/** Rules about all runs, one click away. */
const QUICK_RULES = ['top 5 loss', 'residual > 5 MAD'];

/** Names of columns' roles. */
const ROLES: Readonly<Record<(typeof fitRoles)[number], string>> = {
  N: 'parameters N',
  D: 'tokens D',
  C: 'compute C',
  loss: 'loss',
  weight: 'weight',
  group: 'group',
  U: 'unique tokens U',
  granularity: 'granularity',
  experts: 'experts',
  trainingBits: 'training bits',
  servingBits: 'serving bits',
};

/** Where the runs come from, how their columns are read, which are left out, and which cannot be used and why. */
@customElement('iso-fit-runs-panel')
export class IsoFitRunsPanel extends StoreElement {
  static override styles = [
    shared,
    quietButton,
    css`
      .bring {
        display: flex;
        flex-wrap: wrap;
        gap: 0.375rem 0.75rem;
        align-items: center;
      }
      label.button {
        position: relative;
        display: inline-flex;
        align-items: center;
        min-block-size: 2rem;
        padding: 0.25rem 0.625rem;
        border: 1px solid var(--iso-line);
        border-radius: var(--iso-radius);
        font-size: var(--iso-size-note);
        cursor: pointer;
      }
      label.button:hover {
        border-color: var(--iso-line-strong);
      }
      label.button:focus-within {
        outline: 2px solid var(--iso-optimal);
        outline-offset: 2px;
      }
      input[type='file'] {
        position: absolute;
        inset: 0;
        inline-size: 100%;
        opacity: 0;
        cursor: pointer;
      }
      p {
        margin: 0.375rem 0 0;
      }
      textarea,
      input[type='text'],
      select {
        inline-size: 100%;
        padding: 0.3125rem 0.5rem;
        border: 1px solid var(--iso-line-strong);
        border-radius: var(--iso-radius);
        background: var(--iso-panel);
        color: var(--iso-text);
        font: inherit;
        font-size: var(--iso-size-note);
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
        cursor: pointer;
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
    return html`<div class="bring">
        <label class="button"
          >Choose a file of runs<input
            type="file"
            accept=".csv,.tsv,.txt,.jsonl,.ndjson,.json,.parquet"
            aria-label="File of runs"
            @change=${this.choose}
        /></label>
        <button type="button" aria-expanded=${this.isPasting ? 'true' : 'false'} @click=${() => (this.isPasting = !this.isPasting)}>
          Paste
        </button>
        <span class="note">or drop one anywhere here: CSV, TSV, JSON lines or Parquet. Runs stay in this browser.</span>
        <slot></slot>
      </div>
      ${this.isPasting ? this.pasting() : nothing} ${this.trouble()} ${this.accounted()} ${this.columns()}`;
  }

  private pasting() {
    return html`<form @submit=${this.paste}>
      <label class="note" for="runs">Runs with a header row: two of N, D and C, and loss</label>
      <textarea id="runs" spellcheck="false" placeholder="N,D,loss&#10;70M,1.4B,3.9"></textarea>
      <button type="submit">Fit these</button>
    </form>`;
  }

  /** What is wrong with the file as a whole, or why the approach says nothing. */
  private trouble() {
    const { refused, failure, issues } = this.fit;
    const found = refused.value?.issues ?? issues.value;
    if (failure.value !== undefined)
      return html`<p class="alert" role="alert"><b>The fit stopped:</b> ${failure.value}. Choose the runs again.</p>`;
    if (found.length === 0) return nothing;
    return html`<div role="alert">
      ${found.map((issue) => html`<p class="alert"><b>${refused.value ? 'Cannot be read.' : 'Refused.'}</b> ${describeIssue({ ...issue, field: issue.field.replace('--', '') })}.</p>`)}
    </div>`;
  }

  /** Every row of the file: fitted, left out, or not usable. */
  private accounted() {
    const runs = this.fit.runs.value;
    if (!runs) return nothing;
    const left = runs.usable - runs.kept;
    const count = (value: number) => formatWhole(value);
    const more = runs.N.length < runs.usable ? ` Of them ${count(runs.N.length)} are drawn.` : '';
    const place = runs.format === 'Parquet' ? 'row' : 'line';
    return html`<p class="note">
        ${count(runs.usable)} usable ${runs.usable === 1 ? 'row' : 'rows'}, <b>${count(runs.kept)}</b> fitted, ${count(left)} left out,
        ${count(runs.rejectedCount)} that cannot be used.${more}
      </p>
      ${
        runs.rejectedCount > 0
          ? html`<details open>
              <summary>Rows that cannot be used</summary>
              <div class="scroll" tabindex="0" role="group" aria-label="Rows that cannot be used">
                <table>
                  <thead>
                    <tr>
                      <th scope="col">${place}</th>
                      <th scope="col">why</th>
                    </tr>
                  </thead>
                  <tbody>
                    ${runs.rejected.slice(0, LISTED).map(
                      ({ line, reason }) =>
                        html`<tr>
                          <th scope="row">${line}</th>
                          <td>${reason}</td>
                        </tr>`,
                    )}
                  </tbody>
                </table>
                ${runs.rejectedCount > LISTED ? html`<p class="note">and ${count(runs.rejectedCount - LISTED)} more</p>` : nothing}
              </div>
            </details>`
          : nothing
      }`;
  }

  private columns() {
    const { runs, refused } = this.fit;
    const headings = runs.value?.headings ?? refused.value?.headings ?? [];
    const map = runs.value?.columns ?? refused.value?.columns ?? {};
    if (headings.length === 0) return nothing;
    const { choices } = this.fit;
    const example = fitExamples.find(({ id }) => id === choices.value.runs);
    const isTold = (role: (typeof fitRoles)[number]) => USUAL.includes(role) || map[role] !== undefined;
    const by = choices.value.bootstrapBy;
    return html`<details ?open=${refused.value !== undefined}>
      <summary>Columns, and what is left out</summary>
      ${example ? html`<p class="note">${example.about}. Source: ${example.source}.</p>` : nothing}
      <div class="columns">${fitRoles.filter(isTold).map((role) => this.renderRole(role, headings, map[role]))}</div>
      <details>
        <summary>Further quantities, and what is resampled</summary>
        <div class="columns">
          ${fitRoles.filter((role) => !isTold(role)).map((role) => this.renderRole(role, headings, map[role]))}
          <label class="note"
            >resample together
            <select @change=${(event: Event) => this.fit.change({ bootstrapBy: (event.target as HTMLSelectElement).value || undefined })}>
              <option value="" ?selected=${by === undefined}>each run by itself</option>
              ${headings.map((heading) => html`<option value=${heading} ?selected=${heading === by}>runs of one ${heading}</option>`)}
            </select></label
          >
        </div>
      </details>
      <label class="note"
        >Leave rows out where, separated by semicolons: COLUMN=VALUE, or !=, &lt;, &lt;=, &gt;, &gt;=; top 5 loss; residual &gt; 5 MAD
        <input
          type="text"
          spellcheck="false"
          .value=${rulesOf(choices.value).join('; ')}
          @change=${(event: Event) => this.chooseRules((event.target as HTMLInputElement).value)}
      /></label>
      <div class="bring rules">${QUICK_RULES.map((rule) => this.quickRule(rule))}</div>
      ${
        choices.value.flipped.length > 0
          ? html`<p class="note">
              Changed by hand: line ${choices.value.flipped.slice(0, 20).join(', ')}${choices.value.flipped.length > 20 ? ' …' : ''}.
              <button type="button" @click=${() => this.fit.change({ flipped: [] })}>Undo these</button>
            </p>`
          : nothing
      }
    </details>`;
  }

  private quickRule(rule: string) {
    const rules = rulesOf(this.fit.choices.value);
    const isOn = rules.includes(rule);
    return html`<button
      type="button"
      aria-pressed=${isOn ? 'true' : 'false'}
      @click=${() => this.fit.change({ rules: isOn ? rules.filter((each) => each !== rule) : [...rules, rule] })}
    >
      ${rule}
    </button>`;
  }

  /** The column that plays a role, and its unit. */
  private renderRole(role: (typeof fitRoles)[number], headings: readonly string[], column: { heading: string; scale: number } | undefined) {
    const units = fitUnits[role];
    const known = units?.find(({ scale }) => scale === column?.scale);
    return html`<div class="role">
      <label class="note"
        >${ROLES[role]}
        <select @change=${(event: Event) => this.chooseColumn(role, (event.target as HTMLSelectElement).value)}>
          <option value="" ?selected=${!column} ?disabled=${column !== undefined}>none</option>
          ${headings.map((heading) => html`<option value=${heading} ?selected=${heading === column?.heading}>${heading}</option>`)}
        </select></label
      >
      ${
        column && units
          ? html`<select
              aria-label="Unit of ${ROLES[role]}"
              @change=${(event: Event) => this.chooseColumn(role, column.heading, (event.target as HTMLSelectElement).value)}
            >
              ${known ? nothing : html`<option selected disabled>× ${column.scale.toExponential().replace('e+', 'e')}</option>`}
              ${units.map(({ unit }) => html`<option value=${unit} ?selected=${unit === known?.unit}>${unit === '' ? 'as it stands' : unit}</option>`)}
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

  private choose(event: Event): void {
    const input = event.target as HTMLInputElement;
    const file = input.files?.[0];
    if (file) this.fit.open({ kind: 'file', name: file.name, file });
    // the same file can be chosen again after it was changed
    input.value = '';
  }

  private paste(event: Event): void {
    event.preventDefault();
    const text = this.renderRoot.querySelector('textarea')?.value ?? '';
    this.fit.open({ kind: 'text', name: 'pasted runs', text });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-fit-runs-panel': IsoFitRunsPanel;
  }
}
