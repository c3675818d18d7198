import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Measures an element in CSS pixels and updates its host when it changes. Elements that are not laid out measure zero. */
export class SizeController implements ReactiveController {
  width = 0;
  height = 0;
  private readonly host: ReactiveControllerHost;
  private readonly find: () => Element | null;
  private observed: Element | undefined;
  private readonly observer = new ResizeObserver(([entry]) => {
    if (!entry) return;
    this.width = entry.contentRect.width;
    this.height = entry.contentRect.height;
    this.host.requestUpdate();
  });

  /** `find` gives the element to measure once the host has rendered it. */
  constructor(host: ReactiveControllerHost, find: () => Element | null) {
    this.host = host;
    this.find = find;
    host.addController(this);
  }

  hostUpdated(): void {
    const element = this.find();
    if (!element || element === this.observed) return;
    this.observer.disconnect();
    this.observer.observe(element);
    this.observed = element;
  }

  /** Measures at once, for a host whose height follows from its width: it is then drawn in the frame in which it comes. */
  measure(): void {
    const box = this.find()?.getBoundingClientRect();
    if (!box || box.width === 0) return;
    [this.width, this.height] = [box.width, box.height];
    this.host.requestUpdate();
  }

  hostDisconnected(): void {
    this.observer.disconnect();
    this.observed = undefined;
  }
}
