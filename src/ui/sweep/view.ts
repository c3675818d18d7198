import { provide } from '@lit/context';
import { msg } from '@lit/localize';
import { type PropertyValues, css, html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { type SweepState, createSweep } from '../../state/sweep';
import { FileDrop, dropStyles } from '../controls/file-drop';
import { shared } from '../controls/styles';
import { StoreElement } from '../store-element';
import './answer';
import './builder';
import './columns';
import { sweepContext } from './context';
import './picture';
import './question';
import './queue';
import './table';

/** The sweep view: question, answer, picture, rows and their columns, and the builder; in this order for a phone and for readers. */
@customElement('iso-sweep-view')
export class IsoSweepView extends StoreElement {
  static override styles = [
    shared,
    dropStyles,
    css`
      :host {
        display: grid;
        grid-template:
          'question question' auto
          'picture answer' auto
          'rows rows' auto / minmax(0, 2fr) minmax(21rem, 1fr);
        gap: var(--iso-gap) 2rem;
        align-content: start;
      }
      iso-sweep-question {
        grid-area: question;
      }
      iso-sweep-picture {
        grid-area: picture;
        min-block-size: clamp(26rem, 62svh, 44rem);
        max-block-size: 58rem;
      }
      .side {
        grid-area: answer;
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 1.25rem;
        align-content: start;
        min-inline-size: 0;
      }
      .rows {
        grid-area: rows;
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 1rem;
        min-inline-size: 0;
      }
      @media (max-width: 60rem) {
        :host {
          grid-template: 'question' 'answer' 'queue' 'picture' 'rows' 'builder' / minmax(0, 1fr);
          gap: 1.5rem;
        }
        .side {
          display: contents;
        }
        iso-sweep-answer {
          grid-area: answer;
        }
        iso-sweep-queue {
          grid-area: queue;
        }
        iso-sweep-builder {
          grid-area: builder;
        }
        /* beneath rows that are awaited: it comes with them */
        .awaiting iso-sweep-builder {
          visibility: hidden;
        }
        .rows {
          grid-area: rows;
        }
        iso-sweep-picture {
          min-block-size: 30rem;
        }
      }
    `,
  ];

  /** What the view shows; made of the store when the view is first opened. */
  @provide({ context: sweepContext })
  protected sweep!: SweepState;

  private readonly drop = new FileDrop(this, (file) => void this.open(file));

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    this.sweep ??= createSweep(this.store);
  }

  override render() {
    const { result, isAwaited } = this.sweep;
    const stands = !result.value && isAwaited.value ? 'awaiting' : '';
    return html`<iso-sweep-question></iso-sweep-question>
      <section class="side ${stands}" aria-label=${msg('Answer and sweep')}>
        <iso-sweep-answer></iso-sweep-answer>
        <iso-sweep-queue></iso-sweep-queue>
        <iso-sweep-builder></iso-sweep-builder>
      </section>
      <iso-sweep-picture></iso-sweep-picture>
      <section class="rows" aria-label=${msg('Rows')}>
        <iso-sweep-table></iso-sweep-table>
        <iso-sweep-columns></iso-sweep-columns>
      </section>
      ${this.drop.render(msg('Drop the sweep file'))}`;
  }

  private async open(file: File): Promise<void> {
    const refused = this.sweep.open(await file.text());
    if (refused) this.store.notify({ message: refused, hint: msg('Drop a sweep file, as the command line reads it.') });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-sweep-view': IsoSweepView;
  }
}
