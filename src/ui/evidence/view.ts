import { msg, str } from '@lit/localize';
import { css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { said } from '../../locales/said';
import type { ClaimTopic } from '../../model/claim-topics';
import { claims } from '../../model/claims';
import { facts } from '../../model/facts';
import { numbersToKnow } from '../../model/plan/numbers';
import { type EvidenceState, createEvidence } from '../../state/evidence';
import { LONGEST_SEARCH } from '../../state/evidence-choices';
import { lineInput } from '../controls/input-styles';
import { quietButton, shared } from '../controls/styles';
import '../help/term';
import { StoreElement } from '../store-element';
import './claim-row';
import { limits } from './limits';
import './numbers';
import { rowStyles } from './row-styles';

/** Names of topics, as filters show them. */
const TOPICS: Readonly<Record<ClaimTopic, string>> = {
  compute: msg('Compute'),
  loss: msg('Loss'),
  frontier: msg('Frontier'),
  data: msg('Data'),
  inference: msg('Inference'),
  batch: msg('Batch and rate'),
  growth: msg('Growth'),
  moe: msg('Experts'),
  precision: msg('Precision'),
  skill: msg('Skill'),
  time: msg('Time and use'),
  memory: msg('Memory'),
  cost: msg('Money and energy'),
  hardware: msg('Hardware'),
  serving: msg('Serving', { desc: 'a topic of claims', id: 'topic-serving' }),
};

/** The evidence view: every published number that the model recomputes, with what comes out; the numbers to know, published facts, and what the models cannot tell. */
@customElement('iso-evidence-view')
export class IsoEvidenceView extends StoreElement {
  static override styles = [
    shared,
    quietButton,
    rowStyles,
    lineInput,
    css`
      :host {
        display: grid;
        gap: 1.25rem;
        align-content: start;
      }
      .question {
        margin: 0;
        font-size: var(--iso-size-question);
        font-weight: 400;
        line-height: 1.6;
      }
      .question b {
        color: var(--iso-optimal);
        font-weight: 650;
      }
      .question .outside {
        color: var(--iso-limit);
      }
      .controls,
      .topics {
        display: flex;
        gap: 0.375rem;
        align-items: start;
      }
      .topics {
        flex: 1;
        flex-wrap: wrap;
      }
      input {
        inline-size: min(18rem, 100%);
      }
      h2 {
        margin: 0 0 0.5rem;
        font-size: var(--iso-size-question);
      }
      .parts {
        display: flex;
        flex-wrap: wrap;
        gap: 0.125rem 1.25rem;
      }
      /* they lead down the page, and choose nothing: as terms and links elsewhere */
      .parts button {
        padding-inline: 0;
        border-color: transparent;
        text-decoration: underline dotted var(--iso-line-strong);
        text-underline-offset: 0.3em;
      }
      .parts button:hover {
        text-decoration: underline;
      }
      section {
        scroll-margin-block-start: 1rem;
      }
      .numbers h2,
      .facts h2 {
        margin-block-end: 0;
      }
      .facts p {
        margin: 0;
      }
      .key {
        margin: 0 0 0.25rem;
      }
      ul {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(22rem, 100%), 1fr));
        gap: 1rem 2rem;
        margin: 0;
        padding: 0;
        list-style: none;
      }
      @media (max-width: 48rem) {
        .controls {
          display: grid;
        }
      }
      @media (max-width: 34rem) {
        input {
          inline-size: 100%;
        }
      }
      h3 {
        margin: 0;
        font-size: var(--iso-size-note);
        font-weight: 600;
      }
      li p {
        margin: 0;
      }
    `,
  ];

  private evidence!: EvidenceState;

  protected override willUpdate(): void {
    // the store comes with the context, after the constructor
    this.evidence ??= createEvidence(this.store.evidence);
  }

  override render() {
    const { failure, shown } = this.evidence;
    const why = said(failure.value ?? '');
    return html`${this.question()} ${this.parts()}
      ${failure.value === undefined ? nothing : html`<p role="alert">${msg(str`The recomputation stopped: ${why}. Reload to try again.`)}</p>`}
      ${this.controls()}
      <section class="claims" aria-label=${msg('Claims')}>
        <p class="note key">
          ${msg(
            html`Each line: <iso-term of="claim">what is stated</iso-term>, <b>what our model gives</b>, and where that lies (dot) in
              <iso-term of="tolerance">what is allowed</iso-term> (band) around the stated value (line).`,
          )}
        </p>
        ${repeat(
          shown.value,
          ({ claim }) => claim.id,
          (evidence) => html`<iso-claim-row .evidence=${evidence}></iso-claim-row>`,
        )}
        ${shown.value.length === 0 ? html`<p>${msg('No claim holds these words.')}</p>` : nothing}
      </section>
      ${this.numbers()} ${this.facts()}
      <section class="limits" aria-labelledby="limits">
        <h2 id="limits">${msg('What the models cannot tell')}</h2>
        <ul>
          ${limits.map(
            ({ title, text, source }) =>
              html`<li>
                <h3>${title}</h3>
                <p class="note">${text}</p>
                <p class="note">${source}</p>
              </li>`,
          )}
        </ul>
      </section>`;
  }

  /** Leads to the parts of a long page. */
  private parts() {
    const parts = [
      ['claims', msg('Claims'), claims.length],
      ['numbers', msg('Numbers to know'), numbersToKnow.length],
      ['facts', msg('Published facts'), facts.length],
      ['limits', msg('What the models cannot tell'), limits.length],
    ] as const;
    return html`<nav class="parts" aria-label=${msg('Parts of this view')}>
      ${parts.map(
        ([part, label, count]) =>
          html`<button type="button" @click=${() => this.renderRoot.querySelector(`.${part}`)?.scrollIntoView()}>
            ${label} <small>${count}</small>
          </button>`,
      )}
    </nav>`;
  }

  private numbers() {
    return html`<section class="numbers" aria-labelledby="numbers">
      <h2 id="numbers">${msg('Numbers that every developer with language models should know')}</h2>
      <p class="note">
        ${msg('What is stated, and what our model gives from the same inputs. Underlined inputs can be changed; prices are dated and age fast.')}
      </p>
      <iso-numbers></iso-numbers>
    </section>`;
  }

  private facts() {
    const { facts: shown } = this.evidence;
    return html`<section class="facts" aria-labelledby="facts">
      <h2 id="facts">${msg('Published facts, not recomputed')}</h2>
      <p class="note">${msg('Counts, measurements and findings that no formula gives: they stand here as their sources state them.')}</p>
      ${shown.value.map(
        ({ statement, source, status, note }) =>
          html`<article>
            <p>${said(statement)}</p>
            <p class="note">
              ${said(source)} · ${msg('published fact, not recomputed')} ·
              ${said(status)}${note === undefined ? nothing : html`<br />${said(note)}`}
            </p>
          </article>`,
      )}
      ${shown.value.length === 0 ? html`<p>${msg('No fact is about this topic or holds these words.')}</p>` : nothing}
    </section>`;
  }

  private question() {
    const { claims, numbers, computed, within } = this.evidence.tally.value;
    const isDone = computed === numbers;
    const outside = computed - within;
    const soFar = isDone ? nothing : html`${msg('so far')} `;
    const sentence =
      outside === 0
        ? msg(
            html`Of <b>${numbers}</b> numbers in <b>${claims}</b> published claims and worked cases, ${soFar}<b>${within}</b> come out of
              our own model within their tolerance.`,
          )
        : outside === 1
          ? msg(
              html`Of <b>${numbers}</b> numbers in <b>${claims}</b> published claims and worked cases, ${soFar}<b>${within}</b> come out of
                our own model within their tolerance, <b class="outside">${outside}</b> does not.`,
            )
          : msg(
              html`Of <b>${numbers}</b> numbers in <b>${claims}</b> published claims and worked cases, ${soFar}<b>${within}</b> come out of
                our own model within their tolerance, <b class="outside">${outside}</b> do not.`,
            );
    return html`<h2 class="question" aria-live="polite">${sentence}</h2>`;
  }

  private controls() {
    const { topics } = this.evidence;
    const { evidence } = this.store;
    const { topic, search } = evidence.value;
    const button = (id: ClaimTopic | undefined, label: string, count?: number) =>
      html`<button
        type="button"
        aria-pressed=${topic === id}
        @click=${() => (evidence.value = { topic: id, search: evidence.value.search })}
      >
        ${label}${count === undefined ? nothing : html` <small>${count}</small>`}
      </button>`;
    return html`<div class="controls" role="group" aria-label=${msg('Which claims')}>
      <div class="topics">
        ${button(undefined, msg('All'))} ${topics.map(({ topic: id, claims }) => (claims > 0 ? button(id, TOPICS[id], claims) : nothing))}
      </div>
      <input
        type="search"
        placeholder=${msg('Search claims')}
        aria-label=${msg('Search claims')}
        .value=${search}
        maxlength=${LONGEST_SEARCH}
        @input=${(event: Event) => (evidence.value = { ...evidence.value, search: (event.target as HTMLInputElement).value })}
      />
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-evidence-view': IsoEvidenceView;
  }
}
