import '@awesome.me/webawesome/dist/components/button/button.js';
import '@awesome.me/webawesome/dist/components/dialog/dialog.js';
import { consume } from '@lit/context';
import { msg, str } from '@lit/localize';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import { locale } from '../../locales/locale';
import { formatWhole } from '../../locales/numbers';
import { said } from '../../locales/said';
import { formatCount } from '../../quantities/format';
import { InputError, describeIssue } from '../../quantities/issue';
import { LONGEST_NAME, type SavedScenario, type SavedScenarios, describeScenario } from '../../state/saved-scenarios';
import '../controls/icons';
import { accepting } from '../controls/field';
import { downloadText } from '../controls/saving';
import { dialogStyles } from '../controls/dialog-styles';
import { lineInput } from '../controls/input-styles';
import { quietButton, shared } from '../controls/styles';
import { formatValue } from '../controls/value';
import { StoreElement, scenariosContext } from '../store-element';
import './status';

/** Scenarios that are listed at once. */
const LISTED = 200;

/** Faults of a file that are told. */
const REFUSED = 3;

/**
 * The scenarios that this browser keeps: save what is on the page under a name, open, rename, duplicate and delete one, and carry all of
 * them to another machine as one file.
 *
 * @fires iso-close when it is closed
 */
@customElement('iso-scenarios-dialog')
export class IsoScenariosDialog extends StoreElement {
  static override styles = [
    shared,
    quietButton,
    dialogStyles,
    lineInput,
    css`
      wa-dialog {
        --width: 36rem;
      }
      form {
        display: flex;
        gap: 0.5rem;
        margin-block-end: 1rem;
      }
      input {
        flex: 1;
        min-inline-size: 0;
        font-size: inherit;
      }
      ul {
        display: grid;
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: grid;
        grid-template-columns: 1fr auto;
        gap: 0.125rem 0.75rem;
        align-items: center;
        padding-block: 0.625rem;
        border-block-start: 1px solid var(--iso-line);
      }
      li div {
        min-inline-size: 0;
        overflow-wrap: anywhere;
      }
      li span {
        display: flex;
        gap: 0.375rem;
      }
      .empty {
        margin: 0;
      }
      [role='alert'] {
        margin: 0 0 0.75rem;
        color: var(--iso-limit);
      }
      @media (max-width: 40rem) {
        li {
          grid-template-columns: 1fr;
        }
      }
    `,
  ];

  /** Whether it is shown. */
  @property({ type: Boolean }) open = false;

  /** Why a file could not be read. */
  @state() private problem = '';

  /** How many are listed, newest first. */
  @state() private listed = LISTED;

  @consume({ context: scenariosContext })
  private scenarios!: SavedScenarios;

  override render() {
    const list = this.scenarios.list.value;
    return html`<wa-dialog label=${msg('Scenarios')} ?open=${this.open} @wa-after-hide=${this.close}>
      <form @submit=${this.save}>
        <input
          name="name"
          aria-label=${msg('Name of what the page shows')}
          placeholder=${this.suggestion()}
          autocomplete="off"
          maxlength=${LONGEST_NAME}
        />
        <button>${msg('Save this page')}</button>
      </form>
      ${this.problem === '' ? nothing : html`<p role="alert">${this.problem}</p>`}
      ${
        list.length === 0
          ? html`<p class="note empty">
              ${msg('Nothing is saved yet. A scenario keeps all that the page shows, in every view, in this browser only.')}
            </p>`
          : html`<ul>
                ${repeat(
                  list.slice(0, this.listed),
                  ({ id }) => id,
                  (scenario) => guard([scenario], () => this.row(scenario)),
                )}
              </ul>
              ${list.length > this.listed ? this.more(list.length - this.listed) : nothing}`
      }
      <div slot="footer" class="actions">
        <label class="hidden" for="file">${msg('Scenarios file')}</label>
        <input id="file" class="hidden" type="file" accept=".json,application/json" tabindex="-1" @change=${this.import} />
        <wa-button size="s" appearance="outlined" @click=${() => this.renderRoot.querySelector<HTMLInputElement>('#file')?.click()}
          >${msg('Import')}</wa-button
        >
        <wa-button size="s" appearance="outlined" ?disabled=${list.length === 0} @click=${this.export}>${msg('Export all')}</wa-button>
      </div>
      <iso-status></iso-status>
    </wa-dialog>`;
  }

  private more(rest: number) {
    const count = formatWhole(Math.min(rest, LISTED));
    return html`<button type="button" @click=${() => (this.listed += LISTED)}>${msg(str`Show ${count} more`)}</button>`;
  }

  private row(scenario: SavedScenario) {
    const { name, saved } = scenario;
    const rename = accepting(
      (text) => (text.trim() === '' ? undefined : text.trim()),
      (text) => this.scenarios.rename(scenario, text),
    );
    const day = new Date(saved).toLocaleDateString(locale(), { dateStyle: 'medium' });
    const about = describeScenario(scenario);
    return html`<li>
      <div>
        <iso-field label=${msg('Name of the scenario')} .text=${name} allowed=${msg('a name')} .accept=${rename}></iso-field><br />
        <small>${msg(str`${about}, ${day}`)}</small>
      </div>
      <span>
        <button type="button" aria-label=${msg(str`Open ${name}`)} @click=${() => this.show(scenario)}>${msg('Open')}</button>
        <button type="button" aria-label=${msg(str`Duplicate ${name}`)} @click=${() => this.scenarios.duplicate(scenario)}>
          ${msg('Duplicate')}
        </button>
        <button type="button" aria-label=${msg(str`Delete ${name}`)} @click=${() => this.scenarios.remove(scenario)}>
          ${msg('Delete')}
        </button>
      </span>
    </li>`;
  }

  private suggestion(): string {
    const { law, optimum } = this.store.answer.value;
    return `${formatValue('C', this.store.C.value)}, ${said(law.label)}, ${formatCount(optimum.N)}`;
  }

  private save(event: SubmitEvent): void {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const name = new FormData(form).get('name');
    this.scenarios.save(typeof name === 'string' && name.trim() !== '' ? name.trim() : this.suggestion());
    form.reset();
  }

  private show(scenario: SavedScenario): void {
    this.scenarios.open(scenario);
    this.open = false;
  }

  private export(): void {
    downloadText(this.scenarios.toFile(), 'isoflop-scenarios.json');
  }

  private async import(event: Event): Promise<void> {
    const input = event.currentTarget as HTMLInputElement;
    const file = input.files?.[0];
    if (!file) return;
    try {
      const added = this.scenarios.addFile(await file.text());
      this.problem = added === 0 ? msg('Everything in this file was here already.') : '';
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      const further = error.issues.length - REFUSED;
      const first = error.issues.slice(0, REFUSED).map((issue) => said(describeIssue(issue)));
      this.problem = [...first, ...(further > 0 ? [msg(str`and ${further} more`)] : [])].join('; ');
    }
    // the same file can be chosen again
    input.value = '';
  }

  private close(event: Event): void {
    if (event.target === event.currentTarget) this.dispatchEvent(new CustomEvent('iso-close'));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-scenarios-dialog': IsoScenariosDialog;
  }
}
