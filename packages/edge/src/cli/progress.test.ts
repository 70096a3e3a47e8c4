import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Progress } from './progress.ts';

/** A stream that keeps what is written to it. */
function stream(isTTY: boolean): NodeJS.WriteStream & { text: string } {
  const result = {
    isTTY,
    text: '',
    write(part: string): boolean {
      result.text += part;
      return true;
    },
  };
  return result as unknown as NodeJS.WriteStream & { text: string };
}

test('with a known length: bar, share, speed and the time that is left', () => {
  const progress = new Progress(1000, stream(true));
  assert.equal(
    progress.line(250, 10_000),
    '██████░░░░░░░░░░░░░░░░░░ 25 %  250/1000  25.0 frames/s  0:30 left',
  );
  assert.equal(progress.line(1000, 20_000), `${'█'.repeat(24)} 100 %  1000/1000  50.0 frames/s  0:00 left`);
  assert.equal(new Progress(10_000, stream(true)).line(100, 10_000).endsWith('16:30 left'), true);
});

test('more frames than were expected are 100 %, and nothing is left', () => {
  assert.equal(
    new Progress(100, stream(true)).line(120, 1000),
    `${'█'.repeat(24)} 100 %  120/100  120.0 frames/s  0:00 left`,
  );
});

test('nothing done yet, or no time passed, are numbers too', () => {
  const progress = new Progress(100, stream(true));
  for (const line of [progress.line(0, 0), progress.line(0, 1000), progress.line(5, 0)])
    assert.doesNotMatch(line, /NaN|Infinity|-/);
});

test('without a known length: frames and speed', () => {
  assert.equal(new Progress(null, stream(true)).line(120, 60_000), '120 frames, 2.0 frames/s');
});

test('on a terminal the line is rewritten and cleared at the end; a file gets no control characters', () => {
  const terminal = stream(true);
  const progress = new Progress(10, terminal);
  const shown = (): void => {
    // Shown at most every 200 ms: the first one comes when so much time has passed since the start of this process.
    while (terminal.text === '') progress.update(5);
  };
  shown();
  assert.ok(terminal.text.startsWith(`\r\u001b[K${'█'.repeat(12)}${'░'.repeat(12)} 50 %`), terminal.text);
  progress.done();
  assert.ok(terminal.text.endsWith('\r\u001b[K'));
  const file = stream(false);
  const quiet = new Progress(10, file);
  quiet.update(5);
  quiet.done();
  assert.ok(!file.text.includes('\r') && !file.text.includes('\u001b'));
});
