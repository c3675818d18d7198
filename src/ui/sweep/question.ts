import { msg, str } from '@lit/localize';
import { type TemplateResult, css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { locale } from '../../locales/locale';
import { formatWhole } from '../../locales/numbers';
import { findLaw } from '../../model/laws';
import type { SweepEstimate } from '../../state/sweep';
import { axesOf, axisIds, labelOfLaw, lawIdOf, lawNamed, reductionOf, withReduction } from '../../state/sweep-edit';
import { sweptQuantity } from '../../state/sweep-kinds';
import { formatDuration } from '../controls/amounts';
import { awaited } from '../controls/awaited';
import { lawGroups } from '../controls/law-groups';
import { showChosen } from '../controls/selects';
import { shared, wordSelect } from '../controls/styles';
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
        word-break: auto-phrase;
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
    const parts = new Intl.ListFormat(locale()).formatToParts(names);
    const list = parts.map(({ type, value }) => (type === 'element' ? html`<b>${value}</b>` : value));
    const law = this.law();
    const kept = this.pick(
      msg('What is kept'),
      reduction?.id ?? '',
      kind.value.reductions.map(({ id, label }) => [id, label] as const),
      (id) =>
        this.sweep.write(
          withReduction(
            json.value,
            kind.value.reductions.find((each) => each.id === id)!,
          ),
        ),
    );
    const isMeasuring = this.store.choice.value === undefined && this.store.stopped.value === undefined;
    const takes = size ? sizeOf(size, isMeasuring) : lackOf(draft.value.issues?.length ?? 0);
    return html`<h2 aria-live="polite">${msg(html`Sweep ${list} under ${law}, keeping ${kept}: ${takes}`)}</h2>`;
  }

  override updated(): void {
    showChosen(this.renderRoot);
  }

  private law() {
    const { json, kind } = this.sweep;
    const { law } = json.value;
    if (axisIds(json.value).includes('law')) return html`<b>${msg('each law')}</b>`;
    const own = this.store.own.value;
    const known = [...kind.value.laws, ...own.map(({ id }) => id)];
    const groups = lawGroups(own).map(({ name, laws }) => ({ name, laws: laws.filter(({ id }) => known.includes(id)) }));
    const grouped = new Set(groups.flatMap(({ laws }) => laws.map(({ id }) => id)));
    const others = known.filter((id) => !grouped.has(id)).flatMap((id) => findLaw(id) ?? []);
    const label = typeof law === 'string' ? (findLaw(law)?.label ?? law) : (labelOfLaw(law) ?? msg('a law of your own'));
    const value = lawIdOf(law, own) ?? '';
    return html`<label
      >${label}&NoBreak;${chevron}<select
        aria-label=${msg('Law')}
        data-value=${value}
        @change=${(event: Event) => this.sweep.write({ ...json.value, law: lawNamed((event.target as HTMLSelectElement).value, own) })}
      >
        ${value !== '' ? nothing : html`<option value="">${msg('a law of your own')}</option>`}
        ${groups.map(
          ({ name, laws }) =>
            html`<optgroup label=${name}>${laws.map((each) => html`<option value=${each.id}>${each.label}</option>`)}</optgroup>`,
        )}
        ${others.length > 0 ? html`<optgroup label=${msg('Others')}>${others.map((each) => html`<option value=${each.id}>${each.label}</option>`)}</optgroup>` : nothing}
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

/** What a sweep takes: its cells, its rows where they are others, and how long, with room for it while the machine is measured. */
function sizeOf({ cells, rows, seconds }: SweepEstimate, isMeasuring: boolean): TemplateResult {
  const count = html`<b class="answer">${formatWhole(cells)}</b>`;
  const isKnown = Number.isFinite(seconds);
  const isTimed = isKnown || isMeasuring;
  const time = html`<b>${isKnown ? formatDuration(Number(Math.max(seconds, 0.001).toPrecision(1))) : awaited('80 ms')}</b>`;
  if (rows === cells || Number.isNaN(rows)) return isTimed ? msg(html`${count} cells, about ${time}.`) : msg(html`${count} cells.`);
  const number = html`<b>${formatWhole(rows)}</b>`;
  const left = rows === 1 ? msg(html`${number} row`) : msg(html`${number} rows`);
  return isTimed ? msg(html`${count} cells, ${left}, about ${time}.`) : msg(html`${count} cells, ${left}.`);
}

/** How many fields keep the sweep from being run. */
function lackOf(fields: number): string {
  return fields === 1 ? msg('one field is not complete.') : msg(str`${fields} fields are not complete.`);
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-sweep-question': IsoSweepQuestion;
  }
}
