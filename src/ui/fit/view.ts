import { msg, str } from '@lit/localize';
import { css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { type FitState, createFit } from '../../state/fit';
import { FileDrop, dropStyles } from '../controls/file-drop';
import { quietButton, shared } from '../controls/styles';
import { useFittedLaw } from '../../state/own-laws';
import { StoreElement } from '../store-element';
import './answer';
import './comparison';
import './data-chart';
import './forecast-chart';
import './frontier-chart';
import './ladder';
import './pair-chart';
import './profile-chart';
import './question';
import './residual-chart';
import './runs-panel';

/** What the worker is doing, for the line that can stop it. */
const PHASES: Readonly<Record<FitState['phase']['value'], string>> = {
  reading: msg('Reading the runs …'),
  fitting: msg('Fitting …'),
  certifying: msg('Certifying …'),
  resampling: msg('Resampling …'),
  validating: msg('Predicting large budgets from small ones, and profiling …'),
  done: '',
  stopped: msg('Stopped.'),
};

/** The fit view: from runs to a law that can be trusted. Question, answer, picture, charts, in this order for a phone and for readers. */
@customElement('iso-fit-view')
export class IsoFitView extends StoreElement {
  static override styles = [
    shared,
    quietButton,
    dropStyles,
    css`
      :host {
        display: grid;
        align-content: start;
        min-inline-size: 0;
      }
      .fit {
        display: grid;
        grid-template:
          'question question' auto
          'instrument answer' auto
          'kept answer' 1fr / minmax(0, 2fr) minmax(21rem, 1fr);
        gap: 1rem 2rem;
      }
      .question {
        grid-area: question;
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 0.625rem;
        min-inline-size: 0;
      }
      iso-fit-answer {
        grid-area: answer;
      }
      .kept {
        grid-area: kept;
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 1.5rem;
        align-content: start;
        min-inline-size: 0;
      }
      .instrument {
        grid-area: instrument;
        display: grid;
        grid-template-rows: clamp(22rem, 48vh, 34rem) 12rem 16rem;
        gap: 1rem;
        align-self: start;
        min-inline-size: 0;
      }
      .charts {
        display: grid;
        grid-template-columns: repeat(3, minmax(0, 1fr));
        gap: 1.25rem;
      }
      .pair {
        display: grid;
        grid-template-columns: minmax(0, 2fr) minmax(0, 1fr);
        gap: 1.25rem;
      }
      .progress {
        display: inline-flex;
        gap: 0.75rem;
        align-items: center;
      }
      /* where three charts beside each other are too narrow for their titles and ticks */
      @media (max-width: 76rem) {
        .instrument {
          grid-template-rows: clamp(22rem, 48vh, 34rem) 17rem auto;
        }
        .pair,
        .charts {
          grid-template-columns: repeat(2, minmax(0, 1fr));
        }
        .charts {
          grid-auto-rows: 17rem;
        }
        .charts > :last-child {
          grid-column: 1 / -1;
        }
      }
      @media (max-width: 60rem) {
        .fit {
          grid-template: 'question' 'answer' 'instrument' 'kept' / minmax(0, 1fr);
          gap: 1.5rem;
        }
        .instrument {
          grid-template-rows: 24rem auto auto;
        }
        /* beneath an answer that is awaited: they come when its height is known */
        .awaiting > .instrument,
        .awaiting > .kept {
          visibility: hidden;
        }
        .pair {
          grid-template-columns: minmax(0, 1fr);
          grid-auto-rows: 15rem;
        }
        .charts {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  private readonly drop = new FileDrop(this, (file) => this.fit.open({ kind: 'file', name: file.name, file }));

  private fit!: FitState;

  /** Whether there was an answer. */
  private hasAnswered = false;

  protected override willUpdate(): void {
    // the store comes with the context, after the constructor
    const { fit, C, notify } = this.store;
    this.fit ??= createFit({ fit, C, notify, onUseLaw: (law) => useFittedLaw(this.store, law), device: () => this.store.fitDevice.value });
  }

  override render() {
    const { fit } = this;
    const phase = fit.phase.value;
    this.hasAnswered ||= phase !== 'reading' && phase !== 'fitting';
    return html`<div class="fit ${this.hasAnswered ? '' : 'awaiting'}">
        <section class="question" aria-label=${msg('Runs and method')}>
          <iso-fit-question .fit=${fit}></iso-fit-question>
          <iso-fit-runs-panel .fit=${fit}>
            <span class="progress note" role="status">${this.handle(phase)} ${PHASES[phase]} ${this.drawn(phase)}</span>
          </iso-fit-runs-panel>
        </section>
        <iso-fit-answer .fit=${fit}></iso-fit-answer>
        <section class="instrument" aria-label=${msg('Charts')}>
          <iso-fit-data-chart .fit=${fit}></iso-fit-data-chart>
          <div class="pair">
            <iso-fit-residual-chart .fit=${fit}></iso-fit-residual-chart>
            <iso-fit-profile-chart .fit=${fit}></iso-fit-profile-chart>
          </div>
          <div class="charts">
            <iso-fit-frontier-chart .fit=${fit}></iso-fit-frontier-chart>
            <iso-fit-pair-chart .fit=${fit}></iso-fit-pair-chart>
            <iso-fit-forecast-chart .fit=${fit}></iso-fit-forecast-chart>
          </div>
        </section>
        <div class="kept">
          <iso-fit-comparison .fit=${fit}></iso-fit-comparison>
          <iso-fit-ladder .fit=${fit}></iso-fit-ladder>
        </div>
      </div>
      ${this.drop.render(msg('Drop the file of runs'))}`;
  }

  /** Ends what is running, or begins again what was stopped. */
  private handle(phase: FitState['phase']['value']) {
    const { fit } = this;
    if (phase === 'done') return nothing;
    if (phase === 'stopped') return html`<button type="button" @click=${() => fit.again()}>${msg('Fit again')}</button>`;
    return html`<button type="button" @click=${() => fit.stop()}>${msg('Stop')}</button>`;
  }

  /** How many resamples there are, while they come. */
  private drawn(phase: FitState['phase']['value']) {
    const draws = phase === 'resampling' ? this.fit.draws.value : undefined;
    const [done, planned] = [draws?.done, draws?.planned];
    return draws ? msg(str`${done} of ${planned}`) : nothing;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-fit-view': IsoFitView;
  }
}
