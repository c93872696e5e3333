// A line whose far end is a function: what the service answers to each message.

/** @param {(message: object, line: object) => object | object[] | undefined} answer */
export function fakeLine(answer) {
  const line = {
    sent: [],
    closed: false,
    onmessage: () => {},
    onclose: () => {},
    close: () => {
      line.closed = true;
    },
    send: (message) => {
      line.sent.push(message);
      const answers = [answer(message, line) ?? []].flat();
      queueMicrotask(() => answers.forEach((m) => line.onmessage(m)));
    },
  };
  return line;
}

/** A native port as the browser gives one. */
export function fakePort() {
  const port = {
    sent: [],
    postMessage: (message) => port.sent.push(message),
    disconnect: () => {},
    onMessage: {addListener: (f) => (port.message = f)},
    onDisconnect: {addListener: (f) => (port.end = f)},
  };
  return port;
}
