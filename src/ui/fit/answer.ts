import { msg, str } from '@lit/localize';
import { type TemplateResult, css, html, nothing, svg } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { said } from '../../locales/said';
import { findForm } from '../../model/forms';
import { formatCount, formatQuantity, formatScientific, formatStated } from '../../quantities/format';
import { type FitState, fitDelta, formatBounds, parseBounds, parseDelta, parseFixed, parseTies } from '../../state/fit';
import { formatDuration } from '../controls/amounts';
import { awaited } from '../controls/awaited';
import { downloadText } from '../controls/saving';
import { earlier, folds, quietButton, shared } from '../controls/styles';
import { numberTable } from '../controls/table-styles';
import { formatInterval, formatRatio } from '../controls/value';
import '../help/term';
import { StoreElement } from '../store-element';
import { inputStyles } from './fit-styles';
import { symbolOf } from './pair-chart';

/** The verdict of a certificate for people: a word and a sign, so that colour is never alone. */
const VERDICTS = {
  sound: { word: msg('Sound'), sign: svg`<path d="M4 12.5l5.5 5.5L20 6.5" />` },
  doubtful: { word: msg('Doubtful'), sign: svg`<path d="M12 5v9M12 18.5v.5" />` },
  unusable: { word: msg('Refused'), sign: svg`<path d="M6 6l12 12M18 6L6 18" />` },
} as const;

/** Digits of coefficients, and of the objective. */
const DIGITS = { value: 5, error: 2, objective: 7 };
/** Lines that stand for the reasons of the first verdict. */
const AWAITED_LINES = [34, 36, 20].map((letters) => '0'.repeat(letters));
const FIRST_OUTLIERS = 12;
/** Likelihood ratio below which a trend of the scatter is no more than chance, at 5 %. */
const CHANCE = 3.84;

const short = (value: number, digits: number = DIGITS.value): string => formatStated(value, digits);

/** Fields that restrict a fit. */
type RestrictionId = 'fixed' | 'ties' | 'bounds' | 'delta';

/** What the fit says and how far it can be trusted: verdict, optimum, coefficients with intervals, outliers, facts, and the law to take away. */
@customElement('iso-fit-answer')
export class IsoFitAnswer extends StoreElement {
  static override styles = [
    shared,
    earlier,
    folds,
    quietButton,
    numberTable,
    inputStyles,
    css`
      .all {
        display: grid;
        gap: 1.25rem;
        align-content: start;
      }
      p {
        margin: 0.25rem 0 0;
      }
      h3 {
        margin: 0 0 0.25rem;
        font-size: var(--iso-size-note);
        font-weight: 600;
      }
      .verdict {
        display: grid;
        grid-template-columns: auto 1fr;
        gap: 0 0.75rem;
      }
      .verdict svg {
        inline-size: 2.25rem;
        grid-row: span 2;
        padding: 0.4375rem;
        border: 1.5px solid currentColor;
        border-radius: 50%;
        fill: none;
        stroke: currentColor;
        stroke-width: 2.5;
        stroke-linecap: round;
      }
      .verdict h3,
      .verdict .word {
        margin: 0;
      }
      .verdict h3 {
        font-size: var(--iso-size-question);
        font-weight: 650;
        line-height: 1.3;
      }
      .verdict div p {
        font-size: var(--iso-size-note);
        line-height: 1.4;
      }
      /* a verdict comes after its law: its reasons have their room before */
      .verdict > div {
        min-block-size: calc(0.25rem + 4 * 1.4 * var(--iso-size-note));
      }
      /* of one line, as the verdict will be */
      .verdict .word {
        overflow: hidden;
        color: var(--iso-quiet);
        font-size: var(--iso-size-text);
        font-weight: 400;
        line-height: calc(1.3 * var(--iso-size-question));
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .awaiting svg {
        color: var(--iso-quiet);
      }
      .awaiting svg {
        opacity: 0.5;
      }
      .awaiting .before {
        visibility: hidden;
      }
      .doubtful svg,
      .unusable svg {
        color: var(--iso-limit);
      }
      .figures {
        display: grid;
        grid-template-columns: auto 1fr;
        gap: 0 1rem;
        align-items: baseline;
        margin: 0;
      }
      .figures dt {
        grid-column: 2;
        color: var(--iso-quiet);
      }
      .figures dd {
        grid-column: 1;
        margin: 0 0 0.5rem;
      }
      .figures dd small {
        display: block;
        line-height: 1.2;
      }
      .figures b {
        display: block;
        color: var(--iso-optimal);
        font-size: var(--iso-size-answer);
        font-weight: 650;
        line-height: 1.1;
        letter-spacing: -0.015em;
      }
      /* what is refused is told, and does not stand out as an answer */
      .refused b {
        color: var(--iso-quiet);
        font-size: var(--iso-size-text);
        letter-spacing: normal;
        line-height: 1.4;
      }
      table {
        font-size: inherit;
      }
      caption {
        padding-block-end: 0.25rem;
        text-align: start;
      }
      th,
      td {
        padding-block: 0.125rem;
      }
      th[scope='row'] {
        font-family: 'STIX Two Math', 'Cambria Math', Georgia, serif;
        font-style: italic;
      }
      td:nth-of-type(1) {
        font-weight: 600;
      }
      thead th {
        font-size: var(--iso-size-note);
      }
      tbody td:nth-of-type(n + 2) {
        color: var(--iso-quiet);
        font-size: var(--iso-size-note);
      }
      .before td:nth-of-type(1) {
        color: var(--iso-quiet);
        font-weight: 400;
      }
      .before td:nth-of-type(2) {
        color: var(--iso-text);
        font-weight: 600;
      }
      .part {
        padding-inline-start: 0.625rem;
        border-inline-start: 3px solid var(--iso-line-strong);
        font-size: var(--iso-size-note);
        line-height: 1.45;
      }
      .part p {
        font-size: inherit;
      }
      .outside {
        border-color: var(--iso-limit);
      }
      .outside > b {
        color: var(--iso-limit);
      }
      .buttons {
        display: flex;
        flex-wrap: wrap;
        gap: 0.375rem;
        margin-block-start: 0.375rem;
      }
      details[inert] summary {
        color: var(--iso-quiet);
      }
      /* one list */
      details + details {
        margin-block-start: -1.25rem;
      }
      .facts {
        display: grid;
        grid-template-columns: 1fr auto;
        gap: 0.125rem 1rem;
        margin: 0.5rem 0 0;
        font-size: var(--iso-size-note);
      }
      .facts dt {
        color: var(--iso-quiet);
      }
      .facts dd {
        margin: 0;
        text-align: end;
      }
      .correlations {
        margin-block-start: 0.5rem;
        font-size: var(--iso-size-note);
      }
      .correlations tbody td {
        color: var(--iso-text);
        font-weight: 400;
      }
    `,
  ];

  /** What is shown. */
  @property({ attribute: false }) fit!: FitState;

  /** Whether the restrictions were opened: they do not fold themselves when the last one is taken back. */
  @state() private isRestricting = false;
  /** What was typed last into a restriction, where it cannot be taken. */
  @state() private wrong: { readonly id: RestrictionId; readonly given: string } | undefined;

  /** What is shown until the next fit is there: all of the last one. */
  private last: TemplateResult | undefined;

  /** The reasons of the last verdict, in whose place the next ones are awaited. */
  private reasons: readonly string[] = [];

  /** What was last folded away, until there is the next. */
  private readonly folded = new Map<string, TemplateResult | undefined>();

  override render() {
    const phase = this.fit.phase.value;
    const isFitting = phase === 'reading' || phase === 'fitting';
    if (!isFitting) this.last = this.parts();
    return html`<div class="all ${isFitting && this.last ? 'earlier' : ''}" aria-busy=${isFitting}>
      ${this.last ?? html`${this.verdict()} ${this.blank()}`}
    </div>`;
  }

  private parts(): TemplateResult {
    return html`${this.verdict()} ${this.figures()} ${this.coefficients()} ${this.bias()} ${this.take()} ${this.outliers()}
    ${this.restrictions()} ${this.facts()} ${this.related()}`;
  }

  /** Whether there is more to come of this fit. */
  private get isGoing(): boolean {
    const phase = this.fit.phase.value;
    return phase !== 'done' && phase !== 'stopped';
  }

  private verdict() {
    const { certificate, fit, phase, refused, issues } = this.fit;
    if (refused.value || issues.value.length > 0)
      return this.sign('unusable', [msg('The runs cannot say: the reason stands beneath the question.')]);
    if (certificate.value) return this.sign(certificate.value.verdict.level, certificate.value.verdict.reasons.map(said));
    if (phase.value === 'stopped') return html`<p class="note" role="status">${msg('Stopped.')}</p>`;
    return html`<section class="verdict awaiting" aria-label=${msg('Verdict')}>
      <svg viewBox="0 0 24 24" aria-hidden="true"></svg>
      <p class="word" role="status">${fit.value ? msg('Asking other objectives and methods …') : msg('Reading and fitting …')}</p>
      <div>
        ${
          this.reasons.length > 0
            ? this.reasons.map((reason) => html`<p class="before">${reason}</p>`)
            : AWAITED_LINES.map((line) => html`<p>${awaited(line)}</p>`)
        }
      </div>
    </section>`;
  }

  private sign(level: keyof typeof VERDICTS, reasons: readonly string[]) {
    const { word, sign } = VERDICTS[level];
    this.reasons = reasons;
    const { approach } = this.fit.choices.value;
    return html`<section class="verdict ${level}" aria-label=${msg('Verdict')}>
      <svg viewBox="0 0 24 24" aria-hidden="true">${sign}</svg>
      <h3>${word}</h3>
      <div>
        ${approach === '3' ? nothing : html`<p class="note">${msg('Of approach 3 on the same runs:')}</p>`}
        ${reasons.map((reason) => html`<p>${reason}</p>`)}
      </div>
    </section>`;
  }

  /** The figures before there is a law. */
  private blank() {
    const isByLaw = this.fit.choices.value.approach === '3';
    const interval = isByLaw ? html`<small>${awaited('57.5B – 97.2B')}</small>` : nothing;
    const ratios = isByLaw ? html`<small>(${awaited('10.2 – 29.1')})</small>` : nothing;
    const perParameter = html`${awaited('17.9')} ${ratios}`;
    const least = html`${awaited('1.9739')} <small>nat/token</small>`;
    const budget = formatScientific(this.store.C.value);
    return html`<section aria-hidden="true">
      <p class="note">${msg(str`With ${budget} FLOP`)}</p>
      <dl class="figures">
        <dd><b>${awaited('73.2B')}</b>${interval}</dd>
        <dt>${msg(html`parameters <i>N</i>*`)}</dt>
        <dd><b>${awaited('73.2B')}</b>${interval}</dd>
        <dt>
          ${
            isByLaw
              ? msg(html`tokens <i>D</i>*, ${perParameter} per parameter, loss ${least}`)
              : msg(html`tokens <i>D</i>*, ${perParameter} per parameter`)
          }
        </dt>
      </dl>
    </section>`;
  }

  private figures() {
    const answer = this.fit.answer.value;
    if (!answer) return nothing;
    const { N, D, C, loss, intervals, beyond } = answer;
    const budget = formatScientific(C);
    // intervals of a law come with its resamples
    const isResampled = this.isGoing && this.fit.choices.value.approach === '3';
    const between = (id: 'N' | 'D' | 'tokensPerParameter', like: string) => (intervals ? formatInterval(id, intervals[id]) : awaited(like));
    const interval = (id: 'N' | 'D') => (intervals || isResampled ? html`<small>${between(id, '57.5B – 97.2B')}</small>` : nothing);
    const perParameter = html`${short(D / N, 3)}
    ${intervals || isResampled ? html`<small>(${between('tokensPerParameter', '10.2 – 29.1')})</small>` : nothing}`;
    const least = loss === undefined ? undefined : html`${formatQuantity('loss', loss).number} <small>nat/token</small>`;
    const ratio = beyond !== undefined && beyond > 1.05 ? formatRatio(beyond) : undefined;
    return html`<section aria-label=${msg('Optimum')}>
      <p class="note">${msg(str`With ${budget} FLOP`)}</p>
      <dl class="figures ${this.fit.certificate.value?.verdict.level === 'unusable' ? 'refused' : ''}">
        <dd><b>${formatCount(N)}</b>${interval('N')}</dd>
        <dt>${msg(html`parameters <i>N</i>*`)}</dt>
        <dd><b>${formatCount(D)}</b>${interval('D')}</dd>
        <dt>
          ${
            least === undefined
              ? msg(html`tokens <i>D</i>*, ${perParameter} per parameter`)
              : msg(html`tokens <i>D</i>*, ${perParameter} per parameter, loss ${least}`)
          }
        </dt>
      </dl>
      ${
        ratio === undefined
          ? nothing
          : html`<p class="part outside">${msg(html`<b>Extrapolated.</b> This budget is ${ratio} beyond the largest of the runs.`)}</p>`
      }
    </section>`;
  }

  private coefficients() {
    const found = this.fit.fit.value?.law;
    if (!found || this.fit.choices.value.approach !== '3') return nothing;
    const draws = this.fit.draws.value;
    const isDone = this.fit.phase.value === 'done';
    const waiting = this.isGoing ? awaited('0.015') : '–';
    return html`<table>
      <caption class="note">
        ${this.drawn(isDone)}
      </caption>
      <thead>
        <tr>
          <th scope="col"><span class="hidden">${msg('coefficient')}</span></th>
          <th scope="col">${msg('value')}</th>
          <th scope="col">${msg('± std. error')}</th>
          <th scope="col"><iso-term of="interval">${msg('80 % interval')}</iso-term></th>
        </tr>
      </thead>
      <tbody>
        ${Object.entries(found.coefficients).map(([name, value]) => {
          const spread = found.free.includes(name) ? draws?.spreads[name] : undefined;
          return html`<tr data-coefficient=${name}>
            <th scope="row">${name === 'E' ? html`<iso-term of="irreducibleLoss">${symbolOf(name)}</iso-term>` : symbolOf(name)}</th>
            <td title=${value}>${short(value)}</td>
            <td>${spread ? short(spread.standardError, DIGITS.error) : found.free.includes(name) ? waiting : msg('fixed')}</td>
            <td>
              ${spread ? `${short(spread.interval[0], 4)} – ${short(spread.interval[1], 4)}` : this.isGoing && found.free.includes(name) ? awaited('0.3257 – 0.3651') : ''}
            </td>
          </tr>`;
        })}
      </tbody>
    </table>`;
  }

  /** What the table's intervals rest on. */
  private drawn(isDone: boolean) {
    const draws = this.fit.draws.value;
    if (!draws) return isDone ? msg('Coefficients; with so many runs nothing is resampled') : msg('Coefficients');
    const { done, planned } = draws;
    return done === planned
      ? msg(html`80 % intervals from <iso-term of="bootstrap">${planned} resamples</iso-term>`)
      : msg(str`80 % intervals from the first ${done} of ${planned} resamples`);
  }

  /** What is known to be wrong with the other approaches. */
  private bias() {
    const { approach } = this.fit.choices.value;
    const isoflop = this.fit.fit.value?.isoflop;
    if (approach === '2' && isoflop?.bias) {
      const { N, exponent } = isoflop.bias;
      const signed = (value: number, digits: number) => `${value > 0 ? '+' : '−'}${Math.abs(value).toFixed(digits)}`;
      const [sizeOff, exponentOff] = [signed(N * 100, 1), signed(exponent, 4)];
      const [withMinimum, without] = [isoflop.minima.length, isoflop.skipped.length];
      return html`<p class="part">
        ${msg(
          html`<b>Known bias.</b> A parabola is symmetric, a law’s profile is not. On these very sizes and budgets, without noise, approach
            2 puts N* ${sizeOff} % off and the exponent ${exponentOff}. ${withMinimum} budgets have a minimum, ${without} have none.`,
        )}
      </p>`;
    }
    const envelope = this.fit.fit.value?.envelope;
    if (approach === '1' && envelope) {
      const { points, curves } = envelope;
      return html`<p class="part">${msg(str`${points} points of the envelope of ${curves} curves.`)}</p>`;
    }
    return nothing;
  }

  /** Runs far from the law, and what leaving runs out has changed. */
  private outliers() {
    const { fit, runs } = this.fit;
    const found = fit.value;
    if (!found?.law || !runs.value || this.fit.choices.value.approach !== '3') return nothing;
    const { coefficients } = found.law;
    const every = found.everyRun;
    const far = found.outliers;
    if (!every && far.length === 0) return nothing;
    const [all, these, outside] = [every?.runs ?? 0, runs.value.kept, far.length];
    return html`<section class="part" aria-label=${msg('Left out')}>
      ${
        every
          ? html`<h3>${msg('What leaving runs out changes')}</h3>
              <table class="before">
                <thead>
                  <tr>
                    <th scope="col"><span class="hidden">${msg('coefficient')}</span></th>
                    <th scope="col">${msg(str`all ${all}`)}</th>
                    <th scope="col">${msg(str`these ${these}`)}</th>
                  </tr>
                </thead>
                <tbody>
                  ${this.effect()}
                  ${found.law.free.map(
                    (name) =>
                      html`<tr>
                        <th scope="row">${symbolOf(name)}</th>
                        <td>${short(every.coefficients[name]!, 4)}</td>
                        <td>→ ${short(coefficients[name]!, 4)}</td>
                      </tr>`,
                  )}
                </tbody>
              </table>
              <div class="buttons">
                <button type="button" @click=${() => this.fit.change({ rules: [], flipped: [] })}>${msg(str`Take all ${all} in`)}</button>
              </div>`
          : nothing
      }
      ${
        outside > 0
          ? html`<p>
                ${
                  outside === 1
                    ? msg(str`${outside} run lies more than five robust deviations off the law (ringed). Leave out:`)
                    : msg(str`${outside} runs lie more than five robust deviations off the law (ringed). Leave out:`)
                }
              </p>
              <div class="buttons">
                ${outside > 1 ? html`<button type="button" @click=${() => this.fit.flip(far)}>${msg(str`all ${outside}`)}</button>` : nothing}
                ${far.slice(0, FIRST_OUTLIERS).map((line) => html`<button type="button" @click=${() => this.fit.flip([line])}>${msg(str`line ${line}`)}</button>`)}
              </div>`
          : nothing
      }
    </section>`;
  }

  /** What leaving runs out does to the answer. */
  private effect() {
    const [before, answer] = [this.fit.before.value, this.fit.answer.value];
    if (!before || !answer) return nothing;
    return html`<tr>
        <th scope="row">N*</th>
        <td>${formatCount(before.N)}</td>
        <td>→ ${formatCount(answer.N)}</td>
      </tr>
      <tr>
        <th scope="row">D/N</th>
        <td>${short(before.D / before.N, 3)}</td>
        <td>→ ${short(answer.D / answer.N, 3)}</td>
      </tr>
      <tr>
        <th scope="row">${msg('exponent a')}</th>
        <td>${before.exponent.toFixed(3)}</td>
        <td>→ ${answer.exponent.value.toFixed(3)}</td>
      </tr>`;
  }

  private take() {
    const { draws, useLaw, lawFile, choices, fit, pinned } = this.fit;
    if (!fit.value || !this.fit.answer.value) return nothing;
    const file = choices.value.approach === '3' ? lawFile.value : undefined;
    const why = typeof file === 'string' ? said(file) : undefined;
    const kept = pinned.all.value.length;
    return html`<section aria-label=${msg('Take away')}>
      <div class="buttons">
        ${useLaw && typeof file === 'object' ? html`<button type="button" @click=${useLaw}>${msg('Use this law')}</button>` : nothing}
        <button type="button" @click=${() => this.fit.pin()}>
          ${kept > 0 ? msg(str`Keep to compare (${kept})`) : msg('Keep to compare')}
        </button>
        ${typeof file === 'object' ? html`<button type="button" @click=${() => downloadText(`${JSON.stringify(file)}\n`, 'fitted-law.json')}>${msg('Download JSON')}</button>` : nothing}
        <button type="button" @click=${() => downloadText(`${JSON.stringify(this.fit.report(), undefined, 2)}\n`, 'fit-report.json')}>
          ${msg('Download report')}
        </button>
      </div>
      ${
        why !== undefined
          ? html`<p class="note">${msg(str`This fit cannot be a law file: ${why}.`)}</p>`
          : file
            ? html`<p class="note">
                ${
                  draws.value
                    ? msg('The law’s coefficients with their draws; reads back with --law-file.')
                    : msg('The law’s coefficients; reads back with --law-file.')
                }
              </p>`
            : nothing
      }
    </section>`;
  }

  private facts() {
    const { certificate, fit, draws, validation } = this.fit;
    const [facts, law, heldOut] = [certificate.value, fit.value?.law, validation.value?.heldOut];
    const title = msg('The facts behind the verdict');
    if (!law) return nothing;
    if (!facts) return this.fold(title, undefined);
    const { agreeing, count } = law.starts;
    const condition = html`<iso-term of="condition-number">${msg('condition number')}</iso-term>`;
    const rows: readonly (readonly [string | TemplateResult, string])[] = [
      [msg('objective'), law.value.toPrecision(DIGITS.objective)],
      [msg('starts that agree'), msg(str`${agreeing} of ${count}`)],
      [msg('time of the fit'), formatDuration(law.seconds)],
      [msg('starts descended on'), law.device ?? msg('the CPU')],
      ...(draws.value ? timesOf(draws.value) : []),
      [msg('gradient over objective'), formatScientific(facts.gradientNorm, 2)],
      [condition, formatScientific(facts.conditionNumber, 2)],
      [msg('at a bound'), facts.boundsHit.join(', ') || msg('none')],
      [msg('degrees of freedom'), String(facts.degreesOfFreedom)],
      [msg('scatter around the law'), `${(facts.scatter * 100).toFixed(2)} %`],
      ...this.noiseFacts(),
      ...facts.opinions.map(({ by, N }) => [sizeBy(said(by)), `${(N / facts.N).toFixed(3)}×`] as const),
      ...(validation.value?.windows ?? []).map(
        ({ fitted, predicted, rms }) =>
          [msg(str`${fitted} small runs miss ${predicted} larger by`), `${(rms * 100).toFixed(2)} %`] as const,
      ),
      ...(heldOut ? [heldOutFact(heldOut)] : []),
    ];
    const largest = formatScientific(facts.C, 2);
    return this.fold(
      title,
      html`<dl class="facts">
          ${rows.map(
            ([name, value]) =>
              html`<dt>${name}</dt>
                <dd>${value}</dd>`,
          )}
        </dl>
        <p class="note">
          ${msg(str`Other objectives and methods are compared at ${largest} FLOP, the largest budget.`)} ${said(facts.intervals)}
        </p>`,
    );
  }

  /** What unfolds; while it is awaited, what stood there before, and its line alone where there was nothing. */
  private fold(title: string, body: TemplateResult | undefined) {
    const shown = body ?? (this.isGoing ? this.folded.get(title) : undefined);
    this.folded.set(title, shown);
    if (!shown && !this.isGoing) return nothing;
    return html`<details .inert=${!shown}>
      <summary>${title}</summary>
      <div class=${body ? '' : 'earlier'}>${shown}</div>
    </details>`;
  }

  /** How the scatter of runs goes with compute and with loss. */
  private noiseFacts(): readonly (readonly [string, string])[] {
    return (this.fit.fit.value?.noise ?? [])
      .filter(({ by }) => by !== 'constant')
      .map(({ by, power, powerError, gain }) => {
        const value = `${power.toFixed(2)} ± ${powerError.toFixed(2)}`;
        return [
          by === 'compute' ? msg('scatter ∝ C to the power') : msg('scatter ∝ loss to the power'),
          gain > CHANCE ? value : msg(str`${value}, chance`),
        ];
      });
  }

  /** How the coefficients move together over the resamples. */
  private related() {
    const title = msg('Correlations of the coefficients');
    const report = this.fit.draws.value;
    const free = this.fit.fit.value?.law?.free ?? [];
    if (free.length < 2 || this.fit.choices.value.approach !== '3') return nothing;
    if (!report) return this.fold(title, undefined);
    const { parameters, correlations } = report;
    return this.fold(
      title,
      html`<table class="correlations">
        <thead>
          <tr>
            <th scope="col"><span class="hidden">${msg('coefficient')}</span></th>
            ${parameters.map((name) => html`<th scope="col">${symbolOf(name)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${parameters.map(
            (name, i) =>
              html`<tr>
                <th scope="row">${symbolOf(name)}</th>
                ${correlations[i]!.map((value) => html`<td>${value.toFixed(3).replace('-', '−')}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>`,
    );
  }

  private restrictions() {
    const { choices } = this.fit;
    if (choices.value.approach !== '3') return nothing;
    const { fixed, ties, bounds, delta, objective, form } = choices.value;
    const isAny = Object.keys(fixed).length + ties.length + Object.keys(bounds).length > 0 || delta !== undefined;
    const names = Object.keys(findForm(form).coefficients);
    const isOfForm = (given: readonly string[]) => given.every((name) => names.includes(name));
    const known = names.join(', ');
    const isTied = ties.some((tie) => tie.includes('alpha') && tie.includes('beta'));
    return html`<details
      ?open=${isAny || this.isRestricting}
      @toggle=${(event: Event) => (this.isRestricting = (event.target as HTMLDetailsElement).open)}
    >
      <summary>${msg('Fix, tie or bound coefficients')}</summary>
      ${
        form === 'chinchilla'
          ? html`<div class="buttons">
              <button
                type="button"
                aria-pressed=${isTied ? 'true' : 'false'}
                @click=${() => this.fit.change({ ties: isTied ? [] : [['alpha', 'beta']] })}
              >
                α = β
              </button>
            </div>`
          : nothing
      }
      <label class="field note"
        >${msg('Fixed, such as E=1.8, alpha=0.34')}
        ${this.restriction(
          'fixed',
          Object.entries(fixed)
            .map(([name, value]) => `${name}=${value}`)
            .join(', '),
          (text) => {
            const found = parseFixed(text);
            return found && isOfForm(Object.keys(found)) ? { fixed: found } : undefined;
          },
        )}</label
      >
      ${this.refusal('fixed', msg('Fixed'), msg(str`coefficients with = and a value of at least 0 behind each, of ${known}`))}
      <label class="field note"
        >${msg('Tied, such as alpha=beta')}
        ${this.restriction('ties', ties.map((tie) => tie.join('=')).join(', '), (text) => {
          const found = parseTies(text);
          return found && isOfForm(found.flat()) ? { ties: found } : undefined;
        })}</label
      >
      ${this.refusal('ties', msg('Tied'), msg(str`two or more coefficients with = between them, each once, of ${known}`))}
      <label class="field note"
        >${msg('Bounded, such as E=1.5:2')}
        ${this.restriction('bounds', formatBounds(bounds), (text) => {
          const found = parseBounds(text);
          return found && isOfForm(Object.keys(found)) ? { bounds: found } : undefined;
        })}</label
      >
      ${this.refusal('bounds', msg('Bounded'), msg(str`coefficients with = and least:most behind each, of ${known}`))}
      ${
        fitDelta.of.includes(objective)
          ? html`<label class="field note"
                >${msg('Delta of Huber’s function: runs farther off count less')}
                ${this.restriction('delta', delta === undefined ? '' : String(delta), (text) => {
                  if (text.trim() === '') return { delta: undefined };
                  const found = parseDelta(text);
                  return found === undefined ? undefined : { delta: found };
                })}</label
              >
              ${this.refusal('delta', msg('Delta'), msg(str`a number from ${fitDelta.min} to ${fitDelta.max}`))}`
          : nothing
      }
    </details>`;
  }

  /** A line to type a restriction into; what cannot be read stays in it and is refused beneath. */
  private restriction(id: RestrictionId, value: string, read: (text: string) => Parameters<FitState['change']>[0] | undefined) {
    const isWrong = this.wrong?.id === id;
    return html`<input
      spellcheck="false"
      placeholder=${id === 'delta' ? String(fitDelta.usual) : ''}
      inputmode=${id === 'delta' ? 'decimal' : nothing}
      aria-invalid=${isWrong ? 'true' : 'false'}
      aria-describedby=${isWrong ? `${id}-wrong` : nothing}
      .value=${value}
      @change=${(event: Event) => {
        const given = (event.target as HTMLInputElement).value;
        const part = read(given);
        this.wrong = part ? undefined : { id, given };
        if (part) this.fit.change(part);
      }}
    />`;
  }

  /** Why what was typed last into a field is not taken. */
  private refusal(id: RestrictionId, field: string, allowed: string) {
    if (this.wrong?.id !== id) return nothing;
    const { given } = this.wrong;
    return html`<p class="refusal" id="${id}-wrong" role="alert">${msg(str`${field}: ${given} is not allowed; type ${allowed}.`)}</p>`;
  }
}

/** How long the resamples took, and on what. */
function timesOf({ done, seconds, device }: NonNullable<FitState['draws']['value']>): readonly (readonly [string, string])[] {
  return [
    [msg(str`time of ${done} resamples`), formatDuration(seconds)],
    [msg('resamples fitted on'), device ?? msg('the CPU')],
  ];
}

function sizeBy(method: string): string {
  return msg(str`N* by ${method}`);
}

type HeldOut = NonNullable<NonNullable<FitState['validation']['value']>['heldOut']>;

function heldOutFact({ fitted, predicted, rms }: HeldOut): readonly [string, string] {
  return [msg(str`${fitted} random runs miss ${predicted} others by`), `${(rms * 100).toFixed(2)} %`];
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-fit-answer': IsoFitAnswer;
  }
}
