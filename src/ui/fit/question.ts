import { msg, str } from '@lit/localize';
import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { locale } from '../../locales/locale';
import { formatWhole } from '../../locales/numbers';
import { said } from '../../locales/said';
import { type FormId, findForm } from '../../model/forms';
import { lawScenarioIds } from '../../quantities/registry';
import { formatScientific } from '../../quantities/format';
import { type FitChoices, type FitState, fitExamples, fitForms, fitObjectives } from '../../state/fit';
import { awaited } from '../controls/awaited';
import { shared, wordSelect } from '../controls/styles';
import { StoreElement } from '../store-element';

/** Forms as they stand in the sentence. */
const FORMS: Readonly<Record<FormId, string>> = {
  chinchilla: msg('Chinchilla’s form'),
  kaplan: msg('Kaplan’s form'),
  gadre: msg('Gadre’s form'),
  krajewski: msg('Krajewski’s form'),
  kumar: msg('Kumar’s form'),
  muennighoff: msg('Muennighoff’s form'),
  clark: msg('Clark’s form'),
};

const OBJECTIVES: Readonly<Record<FitChoices['objective'], string>> = {
  huber: msg('Huber'),
  squared: msg('least squares of log loss'),
  absolute: msg('absolute log loss'),
  asymmetric: msg('asymmetric Huber'),
  'squared-loss': msg('least squares of loss'),
};

const APPROACHES: Readonly<Record<FitChoices['approach'], string>> = {
  '1': msg('approach 1, the envelope'),
  '2': msg('approach 2, IsoFLOP parabolas'),
  '3': msg('approach 3, one form through all'),
};

/** The view's question and its answer in one sentence; runs and method are changed in place. */
@customElement('iso-fit-question')
export class IsoFitQuestion extends StoreElement {
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
      }
      .answer {
        color: var(--iso-optimal);
        white-space: nowrap;
      }
      /* of a fit that is refused */
      .answer.refused {
        color: var(--iso-quiet);
        font-weight: 400;
      }
      sup {
        line-height: 0;
      }
    `,
  ];

  /** What is shown. */
  @property({ attribute: false }) fit!: FitState;

  override render() {
    const { approach, form, objective, runs: id } = this.fit.choices.value;
    const runs = this.fit.runs.value;
    const sources = Object.fromEntries([
      ...fitExamples.map(({ id: each, label }) => [each, said(label)] as const),
      ['own', this.ownName()] as const,
    ]);
    const method = html`(${this.pick(msg('Form'), form, Object.fromEntries(fitForms.map((each) => [each, this.formName(each)])), (value) =>
      this.fit.change({ form: value as FormId, fixed: {}, ties: [], bounds: {} }),
    )},
    ${this.pick(msg('Objective'), objective, Object.fromEntries(fitObjectives.map((each) => [each.id, OBJECTIVES[each.id]])), (value) =>
      this.fit.change({ objective: value as FitChoices['objective'] }),
    )})`;
    const kept = runs ? formatWhole(runs.kept) : this.isGoing ? awaited('240') : '…';
    const source = this.pick(msg('Runs'), id, sources, (value) =>
      this.fit.change({ runs: value, rules: undefined, columns: [], flipped: [], bootstrapBy: undefined }),
    );
    const way = html`${this.pick(msg('Approach'), approach, APPROACHES, (value) => this.fit.change({ approach: value as FitChoices['approach'] }))}
    ${approach === '3' ? method : nothing}`;
    // one message whatever comes out: another one would be drawn anew, and its lists would lose the focus
    const outcome = this.outcome();
    return html`<h2 aria-live="polite">${msg(html`Fitting <b>${kept} runs</b> of ${source} by ${way} ${outcome}`)}</h2>`;
  }

  private outcome() {
    const exponent = this.fit.answer.value?.exponent;
    if (this.fit.refused.value) return msg('gives nothing: they cannot be read.');
    if (this.fit.issues.value.length > 0) return msg('gives nothing: the runs cannot say.');
    if (!exponent && !this.isGoing) return '…';
    // what comes later has its room before, so that what stands beneath stays where it is
    const isResampled = this.fit.choices.value.approach === '3';
    const { value, standardError, isLocal } = exponent ?? {};
    const error =
      standardError === undefined ? (isResampled && this.isGoing ? awaited(' ± 0.02') : '') : ` ± ${standardError.toPrecision(1)}`;
    const isRefused = this.fit.certificate.value?.verdict.level === 'unusable';
    const law = html`<b class="answer ${isRefused ? 'refused' : ''}"
      >N* ∝ C<sup>${value === undefined ? awaited('0.514') : value.toFixed(3)}${error}</sup></b
    >`;
    const budget = formatScientific(this.store.C.value);
    return isLocal ? msg(html`gives ${law} near ${budget} FLOP.`) : msg(html`gives ${law}.`);
  }

  /** Whether there is more to come. */
  private get isGoing(): boolean {
    const phase = this.fit.phase.value;
    return phase !== 'done' && phase !== 'stopped';
  }

  private ownName(): string {
    const runs = this.fit.runs.value;
    return this.fit.choices.value.runs === 'own' && runs ? said(runs.name) : msg('runs of your own');
  }

  /** A form, with the columns that it wants and the runs do not have: these quantities then stand at the form's own values. */
  private formName(form: FormId): string {
    const columns = this.fit.runs.value?.columns;
    const wanted = lawScenarioIds.filter((id) => id in findForm(form).scenario && columns && !columns[id]);
    const [name, missing] = [FORMS[form], new Intl.ListFormat(locale()).format(wanted)];
    return wanted.length > 0 ? msg(str`${name}, without a column of ${missing}`) : name;
  }

  /** A word that opens a list: a native select lies invisibly over it. */
  private pick(label: string, value: string, options: Readonly<Record<string, string>>, onPick: (value: string) => void) {
    return html`<label
      >${options[value]?.split(/[,、]/)[0]}&NoBreak;<svg viewBox="0 0 12 8" aria-hidden="true"><path d="M1 1.5l5 5 5-5" /></svg
      ><select aria-label=${label} .value=${value} @change=${(event: Event) => onPick((event.target as HTMLSelectElement).value)}>
        ${Object.entries(options).map(([id, text]) => html`<option value=${id} ?selected=${id === value}>${text}</option>`)}
      </select></label
    >`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-fit-question': IsoFitQuestion;
  }
}
