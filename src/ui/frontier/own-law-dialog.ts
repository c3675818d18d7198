import '@awesome.me/webawesome/dist/components/button/button.js';
import '@awesome.me/webawesome/dist/components/dialog/dialog.js';
import { msg, str } from '@lit/localize';
import { type TemplateResult, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import { said } from '../../locales/said';
import { toCustomLaw } from '../../model/custom-law';
import { type FormId, findForm, formIds } from '../../model/forms';
import { type Law, formOf } from '../../model/laws';
import { frontierExponent, optimum } from '../../model/optimum';
import { InputError, describeIssue } from '../../quantities/issue';
import { type CheckedDraft, type Draft, checkDraft, draftFrom, draftOfForm, readLawFile } from '../../state/own-draft';
import { keepOwnLaw, removeOwnLaw, replaceOwnLaw } from '../../state/own-laws';
import { lawIn } from '../../state/scenario';
import '../controls/icons';
import { formName, lawGroups } from '../controls/law-groups';
import { downloadText } from '../controls/saving';
import { quietButton, shared } from '../controls/styles';
import { renderSymbol } from '../controls/symbol';
import { formatValue, renderValue } from '../controls/value';
import '../shell/status';
import { StoreElement } from '../store-element';
import { ownLawStyles } from './own-law-styles';

/**
 * The user's own laws: a list to use, change, copy, save and forget them, and the fields of one, checked while they are typed, beside
 * what the law says of the budget.
 *
 * @fires iso-close when it is closed
 */
@customElement('iso-own-law-dialog')
export class IsoOwnLawDialog extends StoreElement {
  static override styles = [shared, quietButton, ownLawStyles];

  /** Whether it is shown. */
  @property({ type: Boolean }) open = false;

  /** The law that is being written; undefined while the list is shown. */
  @state() private draft: Draft | undefined;

  /** What is wrong with a file that was to be imported. */
  @state() private problem = '';

  /** Id of the law whose deletion is to be confirmed. */
  @state() private leaving: string | undefined;

  override render() {
    const checked = this.draft && checkDraft(this.draft);
    return html`<wa-dialog
      label=${this.draft ? msg('A law of your own') : msg('Laws of your own')}
      ?open=${this.open}
      @wa-after-hide=${this.close}
    >
      ${this.draft && checked ? this.editor(this.draft, checked) : this.list()}
      <div slot="footer" class="actions">${this.draft && checked ? this.editorActions(this.draft, checked) : this.listActions()}</div>
      <iso-status></iso-status>
    </wa-dialog>`;
  }

  private list(): TemplateResult {
    const { own, law } = this.store;
    return html`<p class="note">
        ${msg(
          html`A published formula with your coefficients. Saved in this browser alone; a link to a page that uses one carries it along, and
            an exported file works on the command line as <code>--law-file</code>.`,
        )}
      </p>
      ${this.problem === '' ? nothing : html`<p class="alert" role="alert">${this.problem}</p>`}
      <ul>
        ${own.value.map(
          (each) =>
            html`<li>
              <span><b>${each.label}</b><small>${formOf(each).formula}</small></span>
              <button type="button" aria-pressed=${law.value === each.id} @click=${() => (law.value = each.id)}>${msg('Use')}</button>
              <button type="button" @click=${() => this.edit(draftFrom(each, { replaces: each.id }))}>${msg('Edit')}</button>
              <button type="button" @click=${() => this.edit(draftFrom(each, { label: copyOf(each.label) }))}>${msg('Duplicate')}</button>
              <button type="button" @click=${() => save(each)}>${msg('Export')}</button>
              <button type="button" @click=${() => this.forget(each.id)}>
                ${this.leaving === each.id ? msg('Really delete') : msg('Delete')}
              </button>
            </li>`,
        )}
      </ul>`;
  }

  private listActions(): TemplateResult {
    return html`<wa-button size="s" appearance="outlined" class="first" @click=${this.chooseFile}>${msg('Import a file')}</wa-button>
      <input
        class="hidden"
        type="file"
        accept=".json,application/json"
        aria-label=${msg('Law file')}
        tabindex="-1"
        @change=${this.import}
      />
      <wa-button
        size="s"
        variant="neutral"
        @click=${() => this.edit(draftFrom(this.store.shownLaw.value, { label: copyOf(this.store.shownLaw.value.label) }))}
        >${msg('New law')}</wa-button
      >`;
  }

  private editor(draft: Draft, { law, issues }: CheckedDraft): TemplateResult {
    const form = findForm(draft.form);
    return html`<div class="columns">
      <div class="fields">
        ${this.field('label', msg('Name'), draft.label, issues['label'], (label) => ({ ...draft, label }))}
        <label for="start">${msg('Start from')}</label>
        <select id="start" .value=${''} @change=${this.startFrom}>
          <option value="">${msg('a published law’s coefficients …')}</option>
          ${lawGroups([]).map(
            ({ name, laws }) =>
              html`<optgroup label=${name}>${laws.map(({ id, label }) => html`<option value=${id}>${said(label)}</option>`)}</optgroup>`,
          )}
        </select>
        <label for="form">${msg('Form')}</label>
        <select id="form" .value=${draft.form} @change=${this.pickForm}>
          ${formIds.map((id) => html`<option value=${id} ?selected=${id === draft.form}>${formName(id)}</option>`)}
        </select>
        ${Object.entries(form.coefficients).map(
          ([name, { symbol, unit, about }]) =>
            html`<label for=${name}>${renderSymbol(symbol ?? name)}</label>
              <div class="coefficient">
                <input
                  id=${name}
                  inputmode="decimal"
                  autocomplete="off"
                  spellcheck="false"
                  aria-invalid=${issues[name] !== undefined}
                  aria-describedby="about-${name}"
                  .value=${draft.texts[name] ?? ''}
                  @input=${(event: Event) => this.edit({ ...draft, texts: { ...draft.texts, [name]: (event.target as HTMLInputElement).value } })}
                />
                <small id="about-${name}">${withUnit(about, unit)}</small>
                ${issues[name] === undefined ? nothing : html`<small class="issue" role="alert">${expected(issues[name])}</small>`}
              </div>`,
        )}
        ${this.field('source', msg('Source'), draft.source, issues['source'], (source) => ({ ...draft, source }))}
      </div>
      <div class="preview" aria-live="polite">
        <h3>${msg('At this budget')}</h3>
        <div class="formula" role="group" aria-label=${msg('Formula')} tabindex="0">${unsafeHTML(`<math>${form.mathml}</math>`)}</div>
        ${law ? this.preview(law) : html`<p class="note">${msg('Coefficients are missing, or out of their range.')}</p>`}
      </div>
    </div>`;
  }

  private field(id: 'label' | 'source', name: string, value: string, issue: string | undefined, changed: (text: string) => Draft) {
    return html`<label for="law-${id}">${name}</label>
      <div>
        <input
          id="law-${id}"
          autocomplete="off"
          aria-invalid=${issue !== undefined}
          .value=${value}
          @input=${(event: Event) => this.edit(changed((event.target as HTMLInputElement).value))}
        />
        ${issue === undefined ? nothing : html`<small class="issue" role="alert">${expected(issue)}</small>`}
      </div>`;
  }

  /** What the law says of the budget, in the scenario. */
  private preview(law: Law): TemplateResult {
    const { C, scenario } = this.store;
    const bound = lawIn(law.id, scenario.value, [law]);
    const { N, D, loss } = optimum(bound, C.value);
    const a = frontierExponent(bound);
    const budget = formatValue('C', C.value);
    return html`<small>${msg(str`${budget} buys`)}</small>
      <dl>
        <dt>${msg('parameters')} <i>N*</i></dt>
        <dd class="answer">${renderValue('N', N)}</dd>
        <dt>${msg('tokens')} <i>D*</i></dt>
        <dd class="answer">${renderValue('N', D)}</dd>
        <dt>${msg('tokens per parameter')}</dt>
        <dd>${renderValue('tokensPerParameter', D / N)}</dd>
        <dt>${msg('loss')} <i>L*</i></dt>
        <dd>${renderValue('loss', loss)}</dd>
        ${
          a === undefined
            ? nothing
            : html`<dt>${msg('growth', { id: 'own-law-growth', desc: 'of the optimal size with compute' })}</dt>
                <dd>
                  ${unsafeHTML(`<math><msup><mi>N</mi><mo>*</mo></msup><mo>∝</mo><msup><mi>C</mi><mn>${a.toFixed(3)}</mn></msup></math>`)}
                </dd>`
        }
      </dl>`;
  }

  private editorActions(draft: Draft, { law }: CheckedDraft): TemplateResult {
    return html`<wa-button size="s" appearance="plain" class="first" @click=${() => (this.draft = undefined)}>${msg('Back')}</wa-button>
      <wa-button size="s" appearance="outlined" ?disabled=${!law} @click=${() => this.keep(draft, law)}>${msg('Save')}</wa-button>
      <wa-button size="s" variant="neutral" ?disabled=${!law} @click=${() => this.use(draft, law)}>${msg('Save and use')}</wa-button>`;
  }

  private edit(draft: Draft): void {
    this.draft = draft;
    this.problem = '';
  }

  private startFrom(event: Event): void {
    const { draft } = this;
    const select = event.target as HTMLSelectElement;
    const law = lawGroups([])
      .flatMap(({ laws }) => laws)
      .find(({ id }) => id === select.value);
    select.value = '';
    if (draft && law) this.edit({ ...draftFrom(law, { label: draft.label }), replaces: draft.replaces });
  }

  private pickForm(event: Event): void {
    if (this.draft) this.edit(draftOfForm(this.draft, (event.target as HTMLSelectElement).value as FormId));
  }

  /** Saves the draft, in the place of the law that it changes. */
  private keep({ replaces }: Draft, law: Law | undefined): void {
    if (!law) return;
    if (replaces === undefined) keepOwnLaw(this.store, law);
    else replaceOwnLaw(this.store, replaces, law);
    this.draft = undefined;
  }

  private use(draft: Draft, law: Law | undefined): void {
    if (!law) return;
    this.keep(draft, law);
    this.store.law.value = law.id;
    this.open = false;
  }

  /** Forgets a law at the second press. */
  private forget(id: string): void {
    if (this.leaving === id) removeOwnLaw(this.store, id);
    this.leaving = this.leaving === id ? undefined : id;
  }

  private chooseFile(): void {
    this.renderRoot.querySelector<HTMLInputElement>('input[type=file]')?.click();
  }

  private async import(event: Event): Promise<void> {
    const input = event.target as HTMLInputElement;
    const file = input.files?.[0];
    input.value = '';
    if (!file) return;
    this.problem = '';
    try {
      const law = readLawFile(await file.text(), file.name);
      this.edit(draftFrom(law));
    } catch (error) {
      this.problem = problemOf(error);
    }
  }

  private close(event: Event): void {
    // selects and popups inside would send the same event
    if (event.target !== event.currentTarget) return;
    this.draft = undefined;
    this.leaving = undefined;
    this.dispatchEvent(new CustomEvent('iso-close'));
  }
}

/** Offers a law as a file that the command line reads. */
function save(law: Law): void {
  const name = law.label
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '');
  downloadText(`${JSON.stringify(toCustomLaw(law), undefined, 2)}\n`, `${name || 'law'}.json`);
}

/** What a copy of a law is called, within the length that a name may have. */
function copyOf(label: string): string {
  const original = label.slice(0, 48);
  return msg(str`${original}, changed`);
}

/** Why a file could not be read, each of its issues in the page's language. */
function problemOf(error: unknown): string {
  if (!(error instanceof InputError)) return said(error instanceof Error ? error.message : String(error));
  const issues = error.issues.map((issue) => said(describeIssue(issue)));
  return issues.join(msg('; ', { id: 'issue-separator', desc: 'between what is wrong with a file' }));
}

/** What a coefficient is, with its unit if it has one. */
function withUnit(text: string, symbol: string): string {
  const [about, unit] = [said(text), said(symbol)];
  return symbol === '1' ? about : msg(str`${about}, ${unit}`);
}

/** What a field expects, where it holds something else. */
function expected(allowed: string): string {
  const what = said(allowed);
  return msg(str`Expected ${what}.`);
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-own-law-dialog': IsoOwnLawDialog;
  }
}
