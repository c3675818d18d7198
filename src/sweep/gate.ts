/** Holds a run between tiles while it is closed. */
export interface Gate {
  readonly isClosed: boolean;
  /** Resolves when it is open. */
  opened(): Promise<void>;
}

/** A gate that is closed as long as somebody holds it. */
export class HoldGate implements Gate {
  private holds = 0;
  private readonly waiting: (() => void)[] = [];

  get isClosed(): boolean {
    return this.holds > 0;
  }

  /** Closes the gate; returns what gives this hold up. */
  hold(): () => void {
    this.holds += 1;
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      this.holds -= 1;
      if (this.holds === 0) for (const resolve of this.waiting.splice(0)) resolve();
    };
  }

  opened(): Promise<void> {
    return this.holds === 0 ? Promise.resolve() : new Promise((resolve) => this.waiting.push(resolve));
  }
}

/** A gate that is open while all of these are. */
export function bothGates(first: Gate, second: Gate): Gate {
  const isClosed = (): boolean => first.isClosed || second.isClosed;
  return {
    get isClosed() {
      return isClosed();
    },
    opened: async () => {
      // the first may have closed again while the second was waited for
      while (isClosed()) await (first.isClosed ? first : second).opened();
    },
  };
}
