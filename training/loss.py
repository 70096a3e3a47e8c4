"""Which cell answers for which object, and what a wrong answer costs.

Assignment: an object goes to the cells whose score and overlap fit it best so far (task alignment, Feng et al. 2021,
arXiv:2108.07755). Scores: varifocal loss against that fit (Zhang et al. 2021, arXiv:2008.13367). Boxes: generalised
IoU (Rezatofighi et al. 2019, arXiv:1902.09630). Written from the papers.
"""

import torch
from torch.nn import functional

from network import cell_grid, decode_boxes

#: An object is learned by at most so many cells.
CELLS_MAX = 10
SCORE_POWER, OVERLAP_POWER = 0.5, 6.0
NEGATIVE_WEIGHT, NEGATIVE_POWER = 0.75, 2.0
BOX_WEIGHT = 2.5
#: A prediction that lies in an ignored region by this share of its own area costs nothing.
IGNORED_FROM = 0.5


def pair_overlap(a, b):
    """Intersection areas of boxes [n, 4] and [m, 4] -> [n, m]."""
    corner = torch.minimum(a[:, None, 2:], b[None, :, 2:]) - torch.maximum(a[:, None, :2], b[None, :, :2])
    return corner.clamp(min=0).prod(2)


def area(boxes):
    return (boxes[..., 2:4] - boxes[..., :2]).clamp(min=0).prod(-1)


def pair_iou(a, b):
    shared = pair_overlap(a, b)
    return shared / (area(a)[:, None] + area(b)[None] - shared + 1e-6)


def assign(scores, boxes, grid, objects):
    """Chooses cells for objects. No gradients.

    scores [cells, 9] in 0..1, boxes [cells, 4] px, objects [n, 6] (class, left, top, right, bottom px, weight).
    Returns cell indices [k], the object of each [k] and the score each should reach [k].
    """
    stride = grid[:, 2]
    centre = (grid[:, :2] + 0.5) * stride[:, None]
    corners = objects[:, 1:5]
    middle = (corners[:, :2] + corners[:, 2:]) / 2
    # Inside the object, or next to its middle: small ones would otherwise contain no cell's centre.
    reach = torch.maximum((corners[:, 2:] - corners[:, :2])[:, None] / 2, stride[None, :, None])
    inside = ((centre[None] - middle[:, None]).abs() < reach).all(2)
    iou = pair_iou(corners, boxes)
    fit = scores.t()[objects[:, 0].long()].pow(SCORE_POWER) * iou.clamp(min=1e-3).pow(OVERLAP_POWER) * inside
    best = fit.topk(min(CELLS_MAX, fit.shape[1]), 1)
    chosen = torch.zeros_like(inside).scatter_(1, best.indices, best.values > 0)
    # A cell that several objects want goes to the one it overlaps most.
    owner = torch.where(chosen, iou, torch.full_like(iou, -1.0)).argmax(0)
    chosen &= functional.one_hot(owner, len(objects)).t().bool()
    peak = torch.where(chosen, fit, torch.zeros_like(fit)).amax(1, keepdim=True)
    peak_iou = torch.where(chosen, iou, torch.zeros_like(iou)).amax(1, keepdim=True)
    target = (fit / peak.clamp(min=1e-30) * peak_iou).clamp(0, 1)
    cells = chosen.any(0).nonzero()[:, 0]
    return cells, owner[cells], target[owner[cells], cells]


def ignored_scores(boxes, regions, classes):
    """bool [cells, classes]: does the box of the cell [cells, 4] lie in a region [m, 5] ignored for the class?"""
    share = pair_overlap(boxes, regions[:, 1:5]) / (area(boxes)[:, None] + 1e-6) >= IGNORED_FROM
    result = torch.zeros(len(boxes), classes, dtype=torch.bool, device=boxes.device)
    for kind in regions[:, 0].unique().long().tolist():
        hit = share[:, regions[:, 0] == kind].any(1)
        if kind < 0:
            result |= hit[:, None]
        else:
            result[:, kind] |= hit
    return result


def giou(a, b):
    """Generalised IoU of boxes [k, 4] pair by pair, -1..1."""
    shared = (torch.minimum(a[:, 2:], b[:, 2:]) - torch.maximum(a[:, :2], b[:, :2])).clamp(min=0).prod(1)
    joined = area(a) + area(b) - shared + 1e-6
    hull = (torch.maximum(a[:, 2:], b[:, 2:]) - torch.minimum(a[:, :2], b[:, :2])).prod(1) + 1e-6
    return shared / joined - (hull - joined) / hull


def detection_loss(logits, raw_boxes, size, labels):
    """The loss of a batch, and its parts as numbers for the log.

    logits [batch, cells, 9], raw_boxes [batch, cells, 4], size (height, width) px; labels: for each picture
    (objects [n, 6], ignored regions [m, 5], known [cells, 9]).
    """
    grid = cell_grid(*size).to(logits.device)
    boxes = decode_boxes(raw_boxes, grid)
    scores = torch.sigmoid(logits.detach())
    weight = NEGATIVE_WEIGHT * scores.pow(NEGATIVE_POWER)
    target = torch.zeros_like(scores)
    box_parts, box_weights = [], []
    for index, (objects, regions, known) in enumerate(labels):
        if len(regions):
            weight[index][ignored_scores(boxes[index].detach(), regions, scores.shape[2])] = 0
        weight[index] *= known
        if len(objects) == 0:
            continue
        cells, owner, reached = assign(scores[index], boxes[index].detach(), grid, objects)
        kind, trust = objects[owner, 0].long(), objects[owner, 5]
        target[index, cells, kind] = reached
        weight[index, cells, kind] = reached * trust
        # A narrow box must be met as well as a wide one, so the overlap counts and not the distance.
        box_parts.append(1 - giou(boxes[index, cells], objects[owner, 1:5]))
        box_weights.append(reached * trust)
    total = torch.cat(box_weights).sum().clamp(min=1.0) if box_weights else torch.tensor(1.0, device=logits.device)
    score_loss = (functional.binary_cross_entropy_with_logits(logits, target, reduction="none") * weight).sum() / total
    if not box_parts:
        return score_loss, score_loss.item(), 0.0
    box_loss = (torch.cat(box_parts) * torch.cat(box_weights)).sum() / total
    return score_loss + BOX_WEIGHT * box_loss, score_loss.item(), box_loss.item()
