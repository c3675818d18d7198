import { css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { ClaimTopic } from '../../model/claims';
import { createEvidence } from '../../state/evidence';
import { quietButton, shared } from '../controls/styles';
import { StoreElement } from '../store-element';
import './claim-row';
import { limits } from './limits';

/** Names of topics, as filters show them. */
const TOPICS: Readonly<Record<ClaimTopic, string>> = {
  compute: 'Compute',
  loss: 'Loss',
  frontier: 'Frontier',
  data: 'Data',
  inference: 'Inference',
  batch: 'Batch and rate',
  growth: 'Growth',
  moe: 'Experts',
  precision: 'Precision',
  skill: 'Skill',
  time: 'Time and use',
  memory: 'Memory',
  cost: 'Money and energy',
  hardware: 'Hardware',
  serving: 'Serving',
};

/** The evidence view: every published number that the model recomputes, with what comes out; and what the models cannot tell. */
@customElement('iso-evidence-view')
export class IsoEvidenceView extends StoreElement {
  static override styles = [
    shared,
    quietButton,
    css`
      :host {
        display: grid;
        gap: 1.25rem;
        align-content: start;
        max-inline-size: 88rem;
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
      .controls {
        display: flex;
        flex-wrap: wrap;
        gap: 0.375rem;
        align-items: center;
      }
      input {
        min-block-size: 2rem;
        inline-size: min(18rem, 100%);
        margin-inline-start: auto;
        padding: 0.25rem 0.625rem;
        border: 1px solid var(--iso-line-strong);
        border-radius: var(--iso-radius);
        background: transparent;
        color: inherit;
        font: inherit;
        font-size: var(--iso-size-note);
      }
      h2 {
        margin: 0 0 0.5rem;
        font-size: var(--iso-size-text);
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

  private readonly evidence = createEvidence();

  override render() {
    const { failure, shown } = this.evidence;
    return html`${this.question()}
      ${failure.value === undefined ? nothing : html`<p role="alert">The recomputation stopped: ${failure.value}. Reload to try again.</p>`}
      ${this.controls()}
      <section aria-label="Claims">
        <p class="note key">
          Each line: what is stated, <b>what our model gives</b>, and where that lies (dot) in what is allowed (band) around the stated
          value (line).
        </p>
        ${repeat(
          shown.value,
          ({ claim }) => claim.id,
          (evidence) => html`<iso-claim-row .evidence=${evidence}></iso-claim-row>`,
        )}
        ${shown.value.length === 0 ? html`<p>No claim holds these words.</p>` : nothing}
      </section>
      <section aria-labelledby="limits">
        <h2 id="limits">What the models cannot tell</h2>
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

  private question() {
    const { claims, numbers, computed, within } = this.evidence.tally.value;
    const isDone = computed === numbers;
    const outside = computed - within;
    return html`<h2 class="question" aria-live="polite">
      Of <b>${numbers}</b> numbers in <b>${claims}</b> published claims and worked cases, ${isDone ? nothing : 'so far'}
      <b>${within}</b> come out of our own model within their
      tolerance${outside > 0 ? html`, <b class="outside">${outside}</b> ${outside === 1 ? 'does' : 'do'} not` : nothing}.
    </h2>`;
  }

  private controls() {
    const { topic, topics, search } = this.evidence;
    const button = (id: ClaimTopic | undefined, label: string, count?: number) =>
      html`<button type="button" aria-pressed=${topic.value === id} @click=${() => (topic.value = id)}>
        ${label}${count === undefined ? nothing : html` <small>${count}</small>`}
      </button>`;
    return html`<div class="controls" role="group" aria-label="Which claims">
      ${button(undefined, 'All')} ${topics.map(({ topic: id, claims }) => (claims > 0 ? button(id, TOPICS[id], claims) : nothing))}
      <input
        type="search"
        placeholder="Search claims"
        aria-label="Search claims"
        .value=${search.value}
        @input=${(event: Event) => (search.value = (event.target as HTMLInputElement).value)}
      />
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-evidence-view': IsoEvidenceView;
  }
}
