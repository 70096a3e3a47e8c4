"""Trains the detector from nothing, or goes on where it stopped: train.py --run FOLDER --data FOLDER --pack FOLDER ….

The learning rate warms up, stays, and falls only in a last leg of its own (--decay STEPS), which may start from any
checkpoint: so the length of a run need not be known beforehand. What is shipped is the running average of the weights.
"""

import argparse
import copy
import math
import multiprocessing
import os
import queue
import signal
import time

import numpy
import torch

from loss import detection_loss
from network import Detector
from sample import Sampler, known_cells
from score import line, score

BATCH = 16
RATE, WARM_UP_STEPS, WEIGHT_DECAY, GRADIENT_MAX = 2e-3, 600, 0.03, 8.0
AVERAGE_SHARE = 0.9995
#: Width, height and share of the pictures of a batch: small ones first, because they are quick.
EARLY = ((256, 160, 0.4), (320, 192, 0.6))
MIDDLE = ((320, 192, 0.35), (384, 224, 0.35), (288, 288, 0.1), (448, 256, 0.2))
LATE = ((384, 224, 0.3), (448, 256, 0.3), (512, 288, 0.4))
EARLY_STEPS = 2500
SCORE_SIZE = (512, 288)
#: Of network.Detector; a checkpoint remembers its own.
SHAPE = {"widths": (16, 32, 64, 96, 160), "blocks": (0, 2, 2, 2), "neck": 48}


class Trainer:
    """Everything that a checkpoint holds: weights, their average, the optimiser and the step.

    Chance needs no keeping: the pictures of a step depend on the seed and the step alone.
    """

    def __init__(self, options):
        self.options = options
        torch.manual_seed(options.seed)
        self.shape = dict(SHAPE)
        self.device = torch.device(options.device)
        self.detector = Detector(**self.shape).to(self.device, memory_format=torch.channels_last)
        self.average = copy.deepcopy(self.detector).eval()
        self.optimiser = torch.optim.AdamW(groups(self.detector), lr=RATE, betas=(0.9, 0.99))
        self.step = 0
        self.decay_from = None
        self.path = os.path.join(options.run, "last.pt")
        start = self.path if os.path.exists(self.path) else options.start
        if start:
            self.load(torch.load(start, map_location=self.device))

    def load(self, state):
        self.detector.load_state_dict(state["weights"])
        self.average.load_state_dict(state["average"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.step, self.decay_from = state["step"], state["decay_from"]

    def save(self, name="last.pt"):
        state = {
            "shape": self.shape,
            "weights": self.detector.state_dict(),
            "average": self.average.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "step": self.step,
            "decay_from": self.decay_from,
        }
        path = os.path.join(self.options.run, name)
        torch.save(state, path + ".new")
        os.replace(path + ".new", path)

    def rate(self):
        """Learning rate of this step."""
        warm = min(1.0, (self.step + 1) / WARM_UP_STEPS)
        if self.decay_from is None:
            return RATE * warm
        return RATE * warm * max(0.01, 1 - math.sqrt(min(1, (self.step - self.decay_from) / self.options.decay)))

    def learn(self, batch):
        """One step on what `make_batch` gives; returns the score loss and the box loss."""
        for group in self.optimiser.param_groups:
            group["lr"] = self.rate()
        pixels, labels = batch
        pictures = torch.from_numpy(pixels).to(self.device).permute(0, 3, 1, 2).float() / 255
        labels = [[torch.from_numpy(part).to(self.device) for part in parts] for parts in labels]
        with torch.autocast(self.device.type, dtype=torch.bfloat16):
            logits, boxes = self.detector(pictures)
        total, by_score, by_box = detection_loss(logits.float(), boxes.float(), pictures.shape[2:], labels)
        self.optimiser.zero_grad(set_to_none=True)
        total.backward()
        norm = torch.nn.utils.clip_grad_norm_(self.detector.parameters(), GRADIENT_MAX)
        if torch.isfinite(norm):
            self.optimiser.step()
        self.step += 1
        self.follow()
        return by_score, by_box

    def follow(self):
        """Moves the average a little towards the weights; early on it follows faster."""
        share = min(AVERAGE_SHARE, (1 + self.step) / (20 + self.step))
        with torch.no_grad():
            for mean, now in zip(self.average.state_dict().values(), self.detector.state_dict().values()):
                if mean.dtype.is_floating_point:
                    mean.lerp_(now, 1 - share)
                else:
                    mean.copy_(now)


def sizes_at(step, decaying):
    """Which picture sizes a step draws from."""
    if decaying:
        return LATE
    return EARLY if step < EARLY_STEPS else MIDDLE


def make_batch(sampler, seed, step, decaying):
    """uint8 [batch, height, width, 3] and for each picture (objects, ignored regions, known cells); see loss.py."""
    random = numpy.random.default_rng([seed, step])
    sampler.begin(step)
    sizes = sizes_at(step, decaying)
    width, height, _ = sizes[int(random.choice(len(sizes), p=[share for *_, share in sizes]))]
    pictures, labels = [], []
    for _ in range(BATCH):
        picture, scene = sampler.sample(width, height, random)
        objects = numpy.array(scene.boxes, "float32").reshape(-1, 6)
        ignored = numpy.array(scene.ignore, "float32").reshape(-1, 5)
        pictures.append(picture)
        labels.append((objects, ignored, known_cells(scene.regions, width, height)))
    return numpy.stack(pictures), labels


def batches(sampler, options, step, decaying):
    """Batch after batch from `step` on; with --loader another process makes them ahead of time."""
    if not options.loader:
        while True:
            yield make_batch(sampler, options.seed, step, decaying)
            step += 1
    ready = multiprocessing.Queue(4)
    arguments = (ready, sampler, options.seed, step, decaying)
    multiprocessing.Process(target=load_ahead, args=arguments, daemon=True).start()
    while True:
        yield ready.get()


def load_ahead(ready, sampler, seed, step, decaying):
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    parent = os.getppid()
    # Ends with the training process, however that ends.
    while os.getppid() == parent:
        batch = make_batch(sampler, seed, step, decaying)
        step += 1
        while os.getppid() == parent:
            try:
                ready.put(batch, timeout=5)
                break
            except queue.Full:
                continue


def groups(detector):
    """Only the weights of convolutions are pulled towards zero."""
    convolutions = [weight for weight in detector.parameters() if weight.dim() > 1]
    others = [weight for weight in detector.parameters() if weight.dim() <= 1]
    return [{"params": convolutions, "weight_decay": WEIGHT_DECAY}, {"params": others, "weight_decay": 0.0}]


def say(options, text):
    """Writes to the log file and to the terminal."""
    text = f"{time.strftime('%F %T')} {text}"
    print(text, flush=True)
    with open(os.path.join(options.run, "log"), "a", encoding="utf8") as file:
        file.write(text + "\n")


def run(options):
    os.makedirs(options.run, exist_ok=True)
    torch.set_num_threads(1)
    trainer = Trainer(options)
    sampler = Sampler(options.pack)
    if options.decay and trainer.decay_from is None:
        trainer.decay_from = trainer.step
    say(options, f"from step {trainer.step}: {len(sampler.index)} images in {len(options.pack)} packs")
    saved = scored = spoken = time.monotonic()
    sums, counted, stop = numpy.zeros(2), 0, options.steps
    if trainer.decay_from is not None:
        stop = trainer.decay_from + options.decay
    supply = batches(sampler, options, trainer.step, trainer.decay_from is not None)
    stopping = []
    signal.signal(signal.SIGTERM, lambda *_: stopping.append(True))
    while trainer.step < stop:
        if stopping:
            trainer.save()
            say(options, f"asked to stop, saved at step {trainer.step}")
            return
        sums += trainer.learn(next(supply))
        counted += 1
        now = time.monotonic()
        if now - spoken > 60 or counted == 20 and trainer.step < 40:
            pace = counted * BATCH / (now - spoken)
            say(options, f"step {trainer.step} score {sums[0] / counted:.3f} box {sums[1] / counted:.3f} {pace:.1f}/s")
            spoken, sums, counted = time.monotonic(), numpy.zeros(2), 0
        if now - saved > options.save_minutes * 60:
            trainer.save()
            saved = now
        if now - scored > options.score_minutes * 60:
            scored = now
            trainer.save(f"step-{trainer.step}.pt")
            say(options, f"step {trainer.step} {figures(trainer, options)}")
            spoken, sums, counted = time.monotonic(), numpy.zeros(2), 0
    trainer.save()
    say(options, f"done at step {trainer.step} {figures(trainer, options)}")


def figures(trainer, options):
    """AP50 of the average on the held-out images, where they are at hand."""
    if options.data is None:
        return "not scored: no held-out images here"
    results, _ = score(trainer.average, options.data, *SCORE_SIZE)
    return line(results)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", required=True, help="folder of checkpoints and log; an interrupted run goes on")
    parser.add_argument("--data", help="data/train, for the held-out images; without it nothing is scored")
    parser.add_argument("--device", default="cpu", help="cpu, or cuda on a machine with a GPU")
    parser.add_argument("--pack", action="append", required=True, help="a folder made by pack.py or render.py")
    parser.add_argument("--start", help="checkpoint of another run to branch off from, for a last leg")
    parser.add_argument("--steps", type=int, default=60000, help="where to stop without --decay")
    parser.add_argument("--decay", type=int, default=0, help="let the learning rate fall over so many steps, then stop")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--loader", action="store_true", help="make the pictures in a second process")
    parser.add_argument("--save-minutes", type=float, default=5)
    parser.add_argument("--score-minutes", type=float, default=20)
    run(parser.parse_args())


if __name__ == "__main__":
    main()
