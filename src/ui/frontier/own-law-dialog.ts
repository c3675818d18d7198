import '@awesome.me/webawesome/dist/components/button/button.js';
import '@awesome.me/webawesome/dist/components/dialog/dialog.js';
import { type TemplateResult, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import { toCustomLaw } from '../../model/custom-law';
import { type FormId, findForm, formIds } from '../../model/forms';
import { type Law, formOf } from '../../model/laws';
import { frontierExponent, optimum } from '../../model/optimum';
import { type CheckedDraft, type Draft, checkDraft, draftFrom, draftOfForm, readLawFile } from '../../state/own-draft';
import { keepOwnLaw, removeOwnLaw, replaceOwnLaw } from '../../state/own-laws';
import { lawIn } from '../../state/scenario';
import { downloadText } from '../controls/saving';
import { quietButton, shared } from '../controls/styles';
import { renderSymbol } from '../controls/symbol';
import { formatValue, renderValue } from '../controls/value';
import { StoreElement } from '../store-element';
import { formName, lawGroups } from './law-groups';
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
    return html`<wa-dialog label=${this.draft ? 'A law of your own' : 'Laws of your own'} ?open=${this.open} @wa-after-hide=${this.close}>
      ${this.draft && checked ? this.editor(this.draft, checked) : this.list()}
      <div slot="footer" class="actions">${this.draft && checked ? this.editorActions(this.draft, checked) : this.listActions()}</div>
    </wa-dialog>`;
  }

  private list(): TemplateResult {
    const { own, law } = this.store;
    return html`<p class="note">
        A published formula with your coefficients. Saved in this browser alone; a link to a page that uses one carries it along, and an
        exported file works on the command line as <code>--law-file</code>.
      </p>
      ${this.problem === '' ? nothing : html`<p class="alert" role="alert">${this.problem}</p>`}
      <ul>
        ${own.value.map(
          (each) =>
            html`<li>
              <span><b>${each.label}</b><small>${formOf(each).formula}</small></span>
              <button type="button" aria-pressed=${law.value === each.id} @click=${() => (law.value = each.id)}>Use</button>
              <button type="button" @click=${() => this.edit(draftFrom(each, { replaces: each.id }))}>Edit</button>
              <button type="button" @click=${() => this.edit(draftFrom(each, { label: copyOf(each.label) }))}>Duplicate</button>
              <button type="button" @click=${() => save(each)}>Export</button>
              <button type="button" @click=${() => this.forget(each.id)}>${this.leaving === each.id ? 'Really delete' : 'Delete'}</button>
            </li>`,
        )}
      </ul>`;
  }

  private listActions(): TemplateResult {
    return html`<wa-button size="s" appearance="outlined" class="first" @click=${this.chooseFile}>Import a file</wa-button>
      <input class="hidden" type="file" accept=".json,application/json" aria-label="Law file" tabindex="-1" @change=${this.import} />
      <wa-button
        size="s"
        variant="neutral"
        @click=${() => this.edit(draftFrom(this.store.shownLaw.value, { label: copyOf(this.store.shownLaw.value.label) }))}
        >New law</wa-button
      >`;
  }

  private editor(draft: Draft, { law, issues }: CheckedDraft): TemplateResult {
    const form = findForm(draft.form);
    return html`<div class="columns">
      <div class="fields">
        ${this.field('label', 'Name', draft.label, issues['label'], (label) => ({ ...draft, label }))}
        <label for="start">Start from</label>
        <select id="start" .value=${''} @change=${this.startFrom}>
          <option value="">a published law’s coefficients …</option>
          ${lawGroups([]).map(
            ({ name, laws }) =>
              html`<optgroup label=${name}>${laws.map(({ id, label }) => html`<option value=${id}>${label}</option>`)}</optgroup>`,
          )}
        </select>
        <label for="form">Form</label>
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
                <small id="about-${name}">${about}${unit === '1' ? nothing : `, ${unit}`}</small>
                ${issues[name] === undefined ? nothing : html`<small class="issue" role="alert">Expected ${issues[name]}.</small>`}
              </div>`,
        )}
        ${this.field('source', 'Source', draft.source, issues['source'], (source) => ({ ...draft, source }))}
      </div>
      <div class="preview" aria-live="polite">
        <h3>At this budget</h3>
        <div class="formula" role="group" aria-label="Formula" tabindex="0">${unsafeHTML(`<math>${form.mathml}</math>`)}</div>
        ${law ? this.preview(law) : html`<p class="note">Coefficients are missing, or out of their range.</p>`}
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
        ${issue === undefined ? nothing : html`<small class="issue" role="alert">Expected ${issue}.</small>`}
      </div>`;
  }

  /** What the law says of the budget, in the scenario. */
  private preview(law: Law): TemplateResult {
    const { C, scenario } = this.store;
    const bound = lawIn(law.id, scenario.value, [law]);
    const { N, D, loss } = optimum(bound, C.value);
    const a = frontierExponent(bound);
    return html`<small>${formatValue('C', C.value)} buys</small>
      <dl>
        <dt>parameters <i>N*</i></dt>
        <dd class="answer">${renderValue('N', N)}</dd>
        <dt>tokens <i>D*</i></dt>
        <dd class="answer">${renderValue('N', D)}</dd>
        <dt>tokens per parameter</dt>
        <dd>${renderValue('tokensPerParameter', D / N)}</dd>
        <dt>loss <i>L*</i></dt>
        <dd>${renderValue('loss', loss)}</dd>
        ${
          a === undefined
            ? nothing
            : html`<dt>growth</dt>
                <dd>
                  ${unsafeHTML(`<math><msup><mi>N</mi><mo>*</mo></msup><mo>∝</mo><msup><mi>C</mi><mn>${a.toFixed(3)}</mn></msup></math>`)}
                </dd>`
        }
      </dl>`;
  }

  private editorActions(draft: Draft, { law }: CheckedDraft): TemplateResult {
    return html`<wa-button size="s" appearance="plain" class="first" @click=${() => (this.draft = undefined)}>Back</wa-button>
      <wa-button size="s" appearance="outlined" ?disabled=${!law} @click=${() => this.keep(draft, law)}>Save</wa-button>
      <wa-button size="s" variant="neutral" ?disabled=${!law} @click=${() => this.use(draft, law)}>Save and use</wa-button>`;
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
      this.problem = error instanceof Error ? error.message : String(error);
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
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  downloadText(`${JSON.stringify(toCustomLaw(law), undefined, 2)}\n`, `${name || 'law'}.json`);
}

/** What a copy of a law is called, within the length that a name may have. */
function copyOf(label: string): string {
  return `${label.slice(0, 48)}, changed`;
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-own-law-dialog': IsoOwnLawDialog;
  }
}
