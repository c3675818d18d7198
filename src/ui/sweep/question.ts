import { css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { locale } from '../../locales/locale';
import { formatWhole } from '../../locales/numbers';
import { findLaw } from '../../model/laws';
import { axesOf, axisIds, reductionOf, withReduction } from '../../state/sweep-edit';
import { sweptQuantity } from '../../state/sweep-kinds';
import { formatDuration } from '../controls/amounts';
import { showChosen } from '../controls/selects';
import { shared, wordSelect } from '../controls/styles';
import { lawGroups } from '../frontier/law-groups';
import { SweepElement } from './context';

/** The view's question in one sentence: what is swept, under which law, what is kept of it, and what that takes. */
@customElement('iso-sweep-question')
export class IsoSweepQuestion extends SweepElement {
  static override styles = [
    shared,
    wordSelect,
    css`
      h2 {
        margin: 0;
        font-size: var(--iso-size-question);
        font-weight: 400;
        line-height: 1.6;
      }
      b {
        font-weight: 650;
        white-space: nowrap;
      }
      .answer {
        color: var(--iso-optimal);
      }
    `,
  ];

  override render() {
    const { json, kind, estimate, draft } = this.sweep;
    const names = axesOf(json.value).map(({ quantity }) => sweptQuantity(kind.value, String(quantity))?.label ?? String(quantity));
    const size = estimate.value;
    const reduction = reductionOf(json.value);
    const list = new Intl.ListFormat(locale()).formatToParts(names);
    return html`<h2 aria-live="polite">
      Sweep ${list.map(({ type, value }) => (type === 'element' ? html`<b>${value}</b>` : value))} under ${this.law()}, keeping
      ${this.pick(
        'What is kept',
        reduction?.id ?? '',
        kind.value.reductions.map(({ id, label }) => [id, label] as const),
        (id) =>
          this.sweep.write(
            withReduction(
              json.value,
              kind.value.reductions.find((each) => each.id === id)!,
            ),
          ),
      )}:
      ${
        size
          ? html`<b class="answer">${formatWhole(size.cells)}</b> cells${
                size.rows === size.cells || Number.isNaN(size.rows)
                  ? nothing
                  : html`, <b>${formatWhole(size.rows)}</b> ${size.rows === 1 ? 'row' : 'rows'}`
              }${Number.isFinite(size.seconds) ? html`, about <b>${formatDuration(Number(Math.max(size.seconds, 0.001).toPrecision(1)))}</b>` : nothing}.`
          : html`${draft.value.issues?.length === 1 ? 'one field is' : `${draft.value.issues?.length} fields are`} not complete.`
      }
    </h2>`;
  }

  override updated(): void {
    showChosen(this.renderRoot);
  }

  private law() {
    const { json, kind } = this.sweep;
    const { law } = json.value;
    if (axisIds(json.value).includes('law')) return html`<b>each law</b>`;
    const known = kind.value.laws;
    const groups = lawGroups([]).map(({ name, laws }) => ({ name, laws: laws.filter(({ id }) => known.includes(id)) }));
    const grouped = new Set(groups.flatMap(({ laws }) => laws.map(({ id }) => id)));
    const others = known.filter((id) => !grouped.has(id)).flatMap((id) => findLaw(id) ?? []);
    const label = typeof law === 'string' ? (findLaw(law)?.label ?? law) : 'a law of your own';
    return html`<label
      >${label}&NoBreak;${chevron}<select
        aria-label="Law"
        data-value=${typeof law === 'string' ? law : ''}
        @change=${(event: Event) => this.sweep.write({ ...json.value, law: (event.target as HTMLSelectElement).value })}
      >
        ${typeof law === 'string' ? nothing : html`<option value="">a law of your own</option>`}
        ${groups.map(
          ({ name, laws }) =>
            html`<optgroup label=${name}>${laws.map((each) => html`<option value=${each.id}>${each.label}</option>`)}</optgroup>`,
        )}
        ${others.length > 0 ? html`<optgroup label="Others">${others.map((each) => html`<option value=${each.id}>${each.label}</option>`)}</optgroup>` : nothing}
      </select></label
    >`;
  }

  private pick(label: string, value: string, options: readonly (readonly [string, string])[], onPick: (value: string) => void) {
    return html`<label
      >${options.find(([id]) => id === value)?.[1] ?? value}&NoBreak;${chevron}<select
        aria-label=${label}
        data-value=${value}
        @change=${(event: Event) => onPick((event.target as HTMLSelectElement).value)}
      >
        ${options.map(([id, text]) => html`<option value=${id}>${text}</option>`)}
      </select></label
    >`;
  }
}

const chevron = html`<svg viewBox="0 0 12 8" aria-hidden="true"><path d="M1 1.5l5 5 5-5" /></svg>`;

declare global {
  interface HTMLElementTagNameMap {
    'iso-sweep-question': IsoSweepQuestion;
  }
}
