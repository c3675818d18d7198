import { msg, str } from '@lit/localize';
import { type TemplateResult, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { said } from '../../locales/said';
import { describeIssue } from '../../quantities/issue';
import { parseNumber } from '../../quantities/parse';
import { sweepText } from '../../state/sweep';
import type { SweepJson } from '../../state/sweep-choices';
import {
  axesOf,
  axisIds,
  constraintsOf,
  fixedOf,
  labelOfLaw,
  lawIdOf,
  lawNamed,
  metricsOf,
  pointsOf,
  reduceOf,
  reductionOf,
  type AxisPoints,
  withAxes,
  withAxis,
  withAxisMoved,
  withConstraints,
  withFixed,
  withInfeasible,
  withMetric,
  withNewAxis,
  withPoints,
  withReductionField,
} from '../../state/sweep-edit';
import { type Choice, type ReductionField, type SweptQuantity, sweepExamples, sweptQuantity } from '../../state/sweep-kinds';
import { downloadText } from '../controls/saving';
import { showChosen } from '../controls/selects';
import { fileButtonStyles, renderFileButton } from '../controls/file-button';
import { folds, quietButton, shared } from '../controls/styles';
import { SweepElement } from './context';
import { smallControls } from './control-styles';
import { builderStyles } from './builder-styles';
import { fieldText, listText } from './words';

/** What comes after each way to say the points of an axis, and how it is called on its button. */
const POINTS: Readonly<Record<AxisPoints, { readonly next: AxisPoints; readonly name: string; readonly about: string }>> = {
  log: { next: 'linear', name: msg('log'), about: msg('Steps are equal factors') },
  linear: { next: 'values', name: msg('lin'), about: msg('Steps are equal differences') },
  values: { next: 'log', name: msg('list'), about: msg('Values are listed') },
};

/** What the choices of a reduction are called in a line about it. */
const CHOICES: Readonly<Record<string, string>> = {
  least: msg('least'),
  greatest: msg('greatest'),
  linear: msg('linear'),
  log: msg('log'),
};

/** Numbers as they are typed into one field. */
function typedList(value: unknown): readonly unknown[] {
  return String(value)
    .split(/[\s,;]+/)
    .filter((part) => part !== '')
    .map(typed);
}

/** A number as it was typed; the text itself where it is none, so that the message names it. */
function typed(text: string): unknown {
  const value = parseNumber(text);
  return Number.isNaN(value) ? text : value;
}

/**
 * The builder of a sweep: examples, axes, what is fixed, columns, bounds, reduction, and the file itself. Each part is folded, with what it
 * says readable; it opens itself where a field is wrong, which is told at the field.
 */
@customElement('iso-sweep-builder')
export class IsoSweepBuilder extends SweepElement {
  static override styles = [shared, folds, quietButton, smallControls, fileButtonStyles, builderStyles];

  /** What is wrong with a text that was to be opened. */
  @state() private refused = '';

  override render() {
    const { json, kind } = this.sweep;
    const sweep = json.value;
    const axes = axesOf(sweep);
    const label = (id: string) => sweptQuantity(kind.value, id)?.label ?? id;
    const fixed = Object.entries(fixedOf(sweep));
    const reduction = reductionOf(sweep);
    const general = (this.sweep.draft.value.issues ?? []).filter(
      ({ field }) => !/^(axes|scenario|schedule|metrics|constraints|reduce|draws)/.test(field),
    );
    return html`<div class="examples" role="group" aria-label=${msg('Examples')}>
        ${sweepExamples.map(
          ({ label: name, about, create }) =>
            html`<button
              type="button"
              title=${about}
              @click=${() => this.begin(create(lawNamed(this.store.law.value, this.store.own.value)))}
            >
              ${name}
            </button>`,
        )}
      </div>
      ${general.map((issue) => html`<p class="wrong" role="alert">${said(`${describeIssue(issue)}.`)}</p>`)}
      ${this.section(
        msg('Axes'),
        axes.map((axis) => `${label(String(axis['quantity']))} ${pointsText(axis)}`).join('; '),
        /^axes/,
        html`${axes.map((axis, i) => this.axis(axis, i, axes.length))} ${this.newAxis()} ${this.messages(/^axes$/)}`,
        true,
      )}
      ${this.section(
        msg('Fixed'),
        listText(fixed.map(([id, value]) => `${label(id)} ${fieldText(value)}`)) || msg('nothing'),
        /^(scenario|schedule)/,
        html`${fixed.map(([id, value]) => this.fixed(id, value))}
        ${this.add(msg('Fix another quantity'), this.free(kind.value.fixed), (id) => {
          const described = kind.value.fixed.find((each) => each.id === id);
          this.write(withFixed(sweep, id, described?.choices ? described.choices[0]!.id : midOf(described)));
        })}
        ${this.messages(/^(scenario|schedule)$/)}`,
      )}
      ${this.section(msg('Columns'), listText(metricsOf(sweep).map(label)) || msg('none'), /^metrics/, this.columns())}
      ${
        kind.value.hasConstraints
          ? this.section(
              msg('Bounds'),
              listText(
                constraintsOf(sweep).map(
                  ({ quantity, min, max }) =>
                    `${min === undefined ? '' : `${fieldText(min)} ≤ `}${label(String(quantity))}${max === undefined ? '' : ` ≤ ${fieldText(max)}`}`,
                ),
              ) || msg('none'),
              /^constraints/,
              this.constraints(),
            )
          : nothing
      }
      ${
        reduction && reduction.fields.length > 0
          ? this.section(
              msg('Kept'),
              this.reductionText(reduction.fields),
              /^(reduce|draws)/,
              html` <p class="note">${reduction.about}</p>
                ${reduction.fields.map((field) => this.reductionField(field))} ${this.messages(/^(reduce|draws)/)}`,
            )
          : nothing
      }
      ${this.section(msg('File'), msg('JSON, and the line that runs it without a browser'), /^$/, this.file())}`;
  }

  override updated(): void {
    showChosen(this.renderRoot);
  }

  private write(json: SweepJson): void {
    this.sweep.write(json);
  }

  private begin(json: SweepJson): void {
    this.refused = '';
    this.sweep.choices.value = { sweep: json, brushes: [] };
  }

  /** A folded part: its name, what it says, and its fields. It is open where one of its fields is wrong. */
  private section(name: string, text: string, fields: RegExp, body: TemplateResult, isOpen = false): TemplateResult {
    const isWrong = (this.sweep.draft.value.issues ?? []).some(({ field }) => fields.test(field));
    return html`<details ?open=${isOpen || isWrong}>
      <summary><b>${name}</b> <span>${text}</span></summary>
      <div class="body">${body}</div>
    </details>`;
  }

  /** What is wrong with fields of such a path. */
  private messages(path: RegExp) {
    return (this.sweep.draft.value.issues ?? [])
      .filter(({ field }) => path.test(field))
      .map(({ given, allowed }) => html`<p class="wrong" role="alert">${said(`${given} is not allowed; expected ${allowed}.`)}</p>`);
  }

  private isWrong(path: string): boolean {
    return (this.sweep.draft.value.issues ?? []).some(({ field }) => field === path);
  }

  /** A field that takes what is typed when it is left. */
  private input(label: string, path: string, value: unknown, set: (value: unknown) => void, size = 7) {
    return html`<input
      aria-label=${label}
      title=${label}
      size=${size}
      autocomplete="off"
      spellcheck="false"
      aria-invalid=${this.isWrong(path) ? 'true' : 'false'}
      .value=${fieldText(value)}
      @change=${(event: Event) => set(typed((event.target as HTMLInputElement).value))}
    />`;
  }

  private axis(axis: SweepJson, i: number, count: number): TemplateResult {
    const { kind, json } = this.sweep;
    const sweep = json.value;
    const { quantity } = axis;
    const set = (change: SweepJson) => this.write(withAxis(sweep, i, change));
    const taken = axisIds(sweep).filter((_, k) => k !== i);
    const name = sweptQuantity(kind.value, String(quantity))?.label ?? String(quantity);
    const number = i + 1;
    return html`<div class="axis" role="group" aria-label=${msg(str`Axis ${number}, ${name}`)}>
      <select
        aria-label=${msg(str`Quantity of axis ${number}`)}
        data-value=${String(quantity)}
        @change=${(event: Event) => set({ quantity: (event.target as HTMLSelectElement).value })}
      >
        ${kind.value.axes.filter(({ id }) => !taken.includes(id)).map(({ id, label }) => html`<option value=${id}>${label}</option>`)}
      </select>
      <span class="tools">
        <button
          type="button"
          aria-label=${msg(str`Move ${name} up`)}
          ?disabled=${i === 0}
          @click=${() => this.write(withAxisMoved(sweep, i, -1))}
        >
          ↑
        </button>
        <button
          type="button"
          aria-label=${msg(str`Remove ${name}`)}
          ?disabled=${count === 1}
          @click=${() =>
            this.write(
              withAxes(
                sweep,
                axesOf(sweep).filter((_, k) => k !== i),
              ),
            )}
        >
          ×
        </button>
      </span>
      ${this.axisPoints(axis, i, name, set)} ${this.messages(new RegExp(`^axes\\[${i}\\]`))}
    </div>`;
  }

  /** The points of an axis: a range, a list of numbers, what is chosen of some, or how many draws. */
  private axisPoints(axis: SweepJson, i: number, name: string, set: (change: SweepJson) => void) {
    const { kind, json } = this.sweep;
    const { quantity, from, to, steps, values } = axis;
    const { choices } = kind.value.axes.find(({ id }) => id === quantity) ?? {};
    if (choices)
      return this.choices(name, this.offered(quantity, choices), Array.isArray(values) ? values : [], (next) => set({ values: next }));
    if (quantity === 'draw') {
      const count = this.input(msg('Draws'), `axes[${i}].count`, axis['count'], (value) => set({ count: value }), 6);
      return msg(html`${count}<span>draws</span>`);
    }
    const points = pointsOf(axis) ?? 'linear';
    const { next, name: label, about } = POINTS[points];
    const turn = () =>
      this.write(
        withAxes(
          json.value,
          axesOf(json.value).map((each, k) => (k === i ? withPoints(each, next) : each)),
        ),
      );
    const button = html`<button
      type="button"
      class="stated"
      aria-label=${msg(str`Points of ${name}: ${label}`)}
      title=${about}
      @click=${turn}
    >
      ${label}
    </button>`;
    if (points === 'values') {
      const text = (Array.isArray(values) ? values : []).map(fieldText).join(', ');
      return html`<span class="list"
          >${this.input(msg(str`Values of ${name}`), `axes[${i}].values`, text, (value) => set({ values: typedList(value) }), 24)}</span
        >${button}`;
    }
    const start = this.input(msg(str`${name} from`), `axes[${i}].from`, from, (value) => set({ from: value }));
    const end = this.input(msg(str`${name} to`), `axes[${i}].to`, to, (value) => set({ to: value }));
    const count = this.input(msg(str`Steps of ${name}`), `axes[${i}].steps`, steps, (value) => set({ steps: value }), 5);
    return msg(html`${start} <span aria-hidden="true">–</span> ${end} <span>in</span> ${count} ${button} <span>steps</span>`);
  }

  /** Values that are chosen from some, folded to those that are; what is written out in the file stays. */
  private choices(name: string, offered: readonly Choice[], chosen: readonly unknown[], set: (values: readonly unknown[]) => void) {
    const own = this.store.own.value;
    const remove = (value: unknown) => set(chosen.filter((each) => each !== value));
    const ids = chosen.map((value) => lawIdOf(value, own));
    const labelOf = (value: unknown) =>
      offered.find(({ id }) => id === value)?.label ?? (typeof value === 'string' ? value : (labelOfLaw(value) ?? msg('own law')));
    return html`<span class="chips chosen" role="group" aria-label=${msg(str`Values of ${name}`)}
      >${chosen.map((value) => {
        const text = labelOf(value);
        return html`<button
          type="button"
          aria-label=${msg(str`Leave out ${text}`)}
          ?disabled=${chosen.length === 1}
          @click=${() => remove(value)}
        >
          ${text} <span aria-hidden="true">×</span>
        </button>`;
      })}${this.add(
        msg('Add a value'),
        offered.filter(({ id }) => !ids.includes(id)),
        (id) => set([...chosen, lawNamed(id, own)]),
      )}</span
    >`;
  }

  /** What may be chosen of a quantity: of laws, the user's own as well. */
  private offered(quantity: unknown, choices: readonly Choice[]): readonly Choice[] {
    return quantity === 'law' ? [...choices, ...this.store.own.value] : choices;
  }

  private newAxis() {
    return this.add(msg('Add an axis'), this.free(this.sweep.kind.value.axes), (id) => this.write(withNewAxis(this.sweep.json.value, id)));
  }

  /** Quantities that are neither swept nor fixed. */
  private free(quantities: readonly SweptQuantity[]): readonly SweptQuantity[] {
    const sweep = this.sweep.json.value;
    const taken = [...axisIds(sweep), ...Object.keys(fixedOf(sweep))];
    return quantities.filter(({ id }) => !taken.includes(id));
  }

  private add(label: string, options: readonly Choice[], onPick: (id: string) => void) {
    return options.length === 0
      ? nothing
      : html`<select
          class="add"
          aria-label=${label}
          .value=${''}
          @change=${(event: Event) => {
            const select = event.target as HTMLSelectElement;
            onPick(select.value);
            select.value = '';
          }}
        >
          <option value="">${label} …</option>
          ${options.map(({ id, label: name }) => html`<option value=${id}>${name}</option>`)}
        </select>`;
  }

  private select(label: string, options: readonly Choice[], value: string, onPick: (id: string) => void) {
    return html`<select
      aria-label=${label}
      data-value=${value}
      @change=${(event: Event) => onPick((event.target as HTMLSelectElement).value)}
    >
      ${options.map((each) => html`<option value=${each.id}>${each.label}</option>`)}
    </select>`;
  }

  private fixed(id: string, value: unknown) {
    const { kind, json } = this.sweep;
    const described = kind.value.fixed.find((each) => each.id === id);
    const path = `${kind.value.fixedField}.${id}`;
    const name = described?.label ?? id;
    return html`<div class="line" title=${described?.about ?? ''}>
      <span>${name}${described?.unit ? html` <small>${described.unit}</small>` : nothing}</span>
      ${
        described?.choices
          ? this.select(name, described.choices, String(value), (next) => this.write(withFixed(json.value, id, next)))
          : this.input(name, path, value, (next) => this.write(withFixed(json.value, id, next)), 9)
      }
      <button type="button" aria-label=${msg(str`Do not fix ${name}`)} @click=${() => this.write(withFixed(json.value, id, undefined))}>
        ×
      </button>
      ${this.messages(new RegExp(`^${path}$`))}
    </div>`;
  }

  private columns(): TemplateResult {
    const { kind, json } = this.sweep;
    const wanted = metricsOf(json.value);
    return html`<div class="chips" role="group" aria-label=${msg('Columns')}>
        ${kind.value.metrics.map(
          ({ id, label, about }) =>
            html`<button
              type="button"
              title=${about}
              aria-pressed=${wanted.includes(id)}
              @click=${() => this.write(withMetric(json.value, id, !wanted.includes(id)))}
            >
              ${label}
            </button>`,
        )}
      </div>
      ${this.messages(/^metrics/)}`;
  }

  private constraints(): TemplateResult {
    const { kind, json } = this.sweep;
    const all = constraintsOf(json.value);
    const change = (i: number, field: string, value: unknown) =>
      this.write(
        withConstraints(
          json.value,
          all.map((each, k) =>
            k === i
              ? Object.fromEntries([
                  ...Object.entries(each).filter(([other]) => other !== field),
                  ...(value === '' ? [] : [[field, value]]),
                ])
              : each,
          ),
        ),
      );
    return html`${all.map(({ quantity, min, max }, i) => {
      const name = sweptQuantity(kind.value, String(quantity))?.label ?? String(quantity);
      return html`<div class="line">
        <span>${name}</span>
        ${this.input(msg(str`Least ${name}`), `constraints[${i}].min`, min, (value) => change(i, 'min', value))}
        <span aria-hidden="true">–</span>
        ${this.input(msg(str`Largest ${name}`), `constraints[${i}].max`, max, (value) => change(i, 'max', value))}
        <button
          type="button"
          aria-label=${msg(str`No bounds for ${name}`)}
          @click=${() =>
            this.write(
              withConstraints(
                json.value,
                all.filter((_, k) => k !== i),
              ),
            )}
        >
          ×
        </button>
        ${this.messages(new RegExp(`^constraints\\[${i}\\]`))}
      </div>`;
    })}
    ${
      all.length > 0
        ? html`<label class="check"
            ><input
              type="checkbox"
              .checked=${json.value['keepInfeasible'] === true}
              @change=${(event: Event) => this.write(withInfeasible(json.value, (event.target as HTMLInputElement).checked))}
            />
            ${msg('Keep rows out of bounds, and say so in a column')}</label
          >`
        : nothing
    }
    ${this.add(msg('Bound a quantity'), kind.value.metrics, (id) =>
      this.write(withConstraints(json.value, [...all, { quantity: id, max: midOf(kind.value.metrics.find((each) => each.id === id)) }])),
    )}`;
  }

  private reductionText(fields: readonly ReductionField[]): string {
    const reduce = reduceOf(this.sweep.json.value);
    const label = (id: unknown) => sweptQuantity(this.sweep.kind.value, String(id))?.label ?? CHOICES[String(id)] ?? fieldText(id);
    const texts = fields.flatMap(({ field, label: name, fallback }) => {
      const value = reduce[field] ?? fallback;
      if (value === '' || (reduce[field] === undefined && field !== 'of')) return [];
      return `${name.toLowerCase()} ${Array.isArray(value) ? listText(value.map(label)) || msg('none') : label(value)}`;
    });
    return listText(texts);
  }

  private reductionField({ field, label, takes, fallback }: ReductionField) {
    const { json, kind } = this.sweep;
    const sweep = json.value;
    const value = reduceOf(sweep)[field];
    const set = (next: unknown) => this.write(withReductionField(sweep, field, next));
    const name = (id: string) => sweptQuantity(kind.value, id)?.label ?? id;
    const line = (body: unknown) => html`<div class="line" role="group" aria-label=${label}><span>${label}</span>${body}</div>`;
    switch (takes) {
      case 'axis':
      case 'axes': {
        const chosen = Array.isArray(value) ? value.map(String) : [String(value)];
        const toggle = (id: string) =>
          takes === 'axis' ? [id] : chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id];
        return line(
          html`<span class="chips"
            >${axisIds(sweep).map(
              (id) => html`<button type="button" aria-pressed=${chosen.includes(id)} @click=${() => set(toggle(id))}>${name(id)}</button>`,
            )}</span
          >`,
        );
      }
      case 'metrics': {
        const chosen = (Array.isArray(value) ? value : []).map((id): Choice => ({ id: String(id), label: name(String(id)) }));
        return line(
          html`<span class="chips"
            >${chosen.map(
              ({ id, label: text }) =>
                html`<button
                  type="button"
                  aria-label=${msg(str`Do not weigh ${text}`)}
                  ?disabled=${chosen.length === 2}
                  @click=${() => set(chosen.flatMap((each) => (each.id === id ? [] : each.id)))}
                >
                  ${text} <span aria-hidden="true">×</span>
                </button>`,
            )}${
              chosen.length < 3
                ? this.add(
                    msg('Weigh a quantity'),
                    kind.value.metrics.filter(({ id }) => !chosen.some((each) => each.id === id)),
                    (id) => set([...chosen.map((each) => each.id), id]),
                  )
                : nothing
            }</span
          >`,
        );
      }
      case 'metric':
        // what holds anyway is left out, so that the file stays as simple as it can be
        return line(this.select(label, kind.value.metrics, fieldText(value ?? fallback), (id) => set(id === fallback ? undefined : id)));
      case 'goal':
        return line(
          this.select(
            label,
            [
              { id: '', label: fallback ?? '' },
              { id: 'least', label: msg('the least') },
              { id: 'greatest', label: msg('the greatest') },
            ],
            typeof value === 'string' ? value : '',
            (id) => set(id === '' ? undefined : id),
          ),
        );
      case 'scale':
        return line(
          this.select(
            label,
            [
              { id: 'linear', label: msg('differences') },
              { id: 'log', label: msg('factors') },
            ],
            fieldText(value ?? fallback),
            (id) => set(id === fallback ? undefined : id),
          ),
        );
      case 'number':
      case 'numbers': {
        const isList = takes === 'numbers';
        const text = Array.isArray(value) ? value.join(', ') : value;
        const read = (next: unknown) => (isList ? typedList(next) : next === '' && fallback !== undefined ? undefined : next);
        return line(this.input(label, `reduce.${field}`, text, (next) => set(read(next)), isList ? 14 : 9));
      }
    }
  }

  private file(): TemplateResult {
    const text = sweepText(this.sweep.json.value);
    const line = 'npx isoflop sweep sweep.json --out sweep.csv';
    return html`<div class="actions">
        <button type="button" @click=${() => downloadText(text, 'sweep.json')}>${msg('Save the file')}</button>
        ${renderFileButton(msg('Open a file'), {
          accept: '.json,application/json',
          take: (file) => void file.text().then((content) => this.open(content)),
        })}
        <button type="button" @click=${() => void navigator.clipboard.writeText(line)}>${msg('Copy the line')}</button>
      </div>
      <p><code>${line}</code></p>
      <textarea
        aria-label=${msg('The sweep file')}
        rows="14"
        spellcheck="false"
        .value=${text}
        @change=${(event: Event) => this.open((event.target as HTMLTextAreaElement).value)}
      ></textarea>
      ${this.refused === '' ? nothing : html`<p class="wrong" role="alert">${this.refused}</p>`}`;
  }

  private open(text: string): void {
    this.refused = this.sweep.open(text) ?? '';
  }
}

/** The points of an axis in short. */
function pointsText({ from, to, steps, values, count }: SweepJson): string {
  if (count !== undefined) return fieldText(count);
  if (!Array.isArray(values)) return `${fieldText(from)} – ${fieldText(to)}, ${fieldText(steps)}`;
  return listText(values.map((value: unknown) => (typeof value === 'object' ? (labelOfLaw(value) ?? msg('own law')) : fieldText(value))));
}

/** A value to begin with: in the middle of what is allowed, round. */
function midOf(quantity: SweptQuantity | undefined): number {
  if (!quantity || !Number.isFinite(quantity.min) || !Number.isFinite(quantity.max)) return 1;
  const { min, max, isLog } = quantity;
  return Number((isLog ? Math.sqrt(Math.max(min, 1e-3) * max) : (min + max) / 2).toPrecision(1));
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-sweep-builder': IsoSweepBuilder;
  }
}
