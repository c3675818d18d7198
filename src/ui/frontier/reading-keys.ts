import { msg } from '@lit/localize';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Configuration } from '../../model/configuration';
import type { Store } from '../../state/store';
import { isInPicture } from '../../state/picture';
import { walk } from '../../state/walk';
import { readingWords } from './reading-words';

/** What the keys do, for people who reach a picture by the keyboard. */
export const READING_HELP = msg(
  'Enter, or Shift with an arrow key, reads: left and right for parameters, up and down for tokens; Enter or Escape ends it.',
);

/** Reads the loss surface by the keyboard: a point that walks from node to node, shown as the hover of every chart, and told in words. */
export class ReadingKeys implements ReactiveController {
  /** Whether arrow keys walk. */
  isReading = false;
  /** What a screen reader is told; empty where nothing was read. */
  words = '';
  private readonly host: ReactiveControllerHost;
  private readonly storeOf: () => Store;

  /** `storeOf` gives the page's state once the host is connected. */
  constructor(host: ReactiveControllerHost, storeOf: () => Store) {
    this.host = host;
    this.storeOf = storeOf;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.end();
  }

  /** Takes a key; false where it means nothing here. */
  press({ key, shiftKey, altKey, ctrlKey, metaKey }: KeyboardEvent): boolean {
    if (altKey || ctrlKey || metaKey) return false;
    if (key === 'Enter') {
      if (this.isReading) this.end();
      else this.read(this.start());
      return true;
    }
    if (key === 'Escape' && this.isReading) {
      this.end();
      return true;
    }
    if (!this.isReading && !shiftKey) return false;
    const next = walk(this.isReading ? (this.storeOf().hover.value ?? this.start()) : this.start(), key);
    if (!next) return false;
    this.read(next);
    return true;
  }

  /** Arrow keys walk no more, and nothing is shown. */
  end(): void {
    if (!this.isReading) return;
    this.isReading = false;
    this.words = '';
    this.storeOf().hover.value = undefined;
    this.host.requestUpdate();
  }

  /** A pointer reads instead. */
  yield(): void {
    if (!this.isReading) return;
    this.isReading = false;
    this.words = '';
    this.host.requestUpdate();
  }

  /** Where reading starts: at what is shown already, else at the run of the budget, as far as the picture goes. */
  private start(): Configuration {
    const { hover, answer } = this.storeOf();
    const { N, D } = hover.value ?? answer.value.optimum;
    return isInPicture({ N, D }) ? { N, D } : { N: 1e10, D: 1e12 };
  }

  private read(at: Configuration): void {
    const { hover, answer } = this.storeOf();
    this.isReading = true;
    hover.value = at;
    this.words = readingWords(answer.value.law, answer.value.walls, at);
    this.host.requestUpdate();
  }
}
