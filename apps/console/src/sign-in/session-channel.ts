/** Between the tabs of one browser: a person has signed in in one of them. */
const channelName = 'homeward-session';
const signedIn = 'signed-in';

export function announceSignedIn(): void {
  const channel = new BroadcastChannel(channelName);
  channel.postMessage(signedIn);
  channel.close();
}

/** @returns how to stop. */
export function whenSignedIn(heard: () => void): () => void {
  const channel = new BroadcastChannel(channelName);
  channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (data === signedIn) heard();
  });
  return () => channel.close();
}
