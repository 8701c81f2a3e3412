interface Tone {
  readonly hertz: number;
  readonly fromSeconds: number;
  readonly toSeconds: number;
}

/** Two rising tones; for the high tier higher, and three times. */
export function tonesOf(urgency: 'high' | 'other'): readonly Tone[] {
  const [low, high] = urgency === 'high' ? [880, 1175] : [587, 784];
  const repeats = urgency === 'high' ? [0, 1, 2] : [0];
  return repeats.flatMap((repeat) => {
    const start = repeat * 0.6;
    return [
      { hertz: low, fromSeconds: start, toSeconds: start + 0.2 },
      { hertz: high, fromSeconds: start + 0.2, toSeconds: start + 0.45 },
    ];
  });
}

/** Plays the tones of an alert. A browser plays none before the person has pressed something on the page. */
export function playAlertSound(urgency: 'high' | 'other'): void {
  const context = new AudioContext();
  const loudness = context.createGain();
  loudness.gain.value = 0.2;
  loudness.connect(context.destination);
  const tones = tonesOf(urgency);
  for (const { hertz, fromSeconds, toSeconds } of tones) {
    const tone = context.createOscillator();
    tone.frequency.value = hertz;
    tone.connect(loudness);
    tone.start(context.currentTime + fromSeconds);
    tone.stop(context.currentTime + toSeconds);
  }
  setTimeout(() => void context.close(), ((tones.at(-1)?.toSeconds ?? 0) + 0.5) * 1000);
}
