namespace Reminisce.Training.Towers;

/// <summary>Attention logits by relative place, laid out by hand.</summary>
/// <remarks>Heads 0 and 1 go by place alone; heads 2 and 3 also match content (see <see cref="BlockFitter"/>).</remarks>
internal static class PositionBias
{
    private const float Never = -30;

    /// <summary>For cells of a picture: the nearest, a ring that widens with depth, similar ones around, and similar ones anywhere.</summary>
    public static float[] ForGrid(int side, int block)
    {
        double[] widths = [0.7, 1.2 + (0.2 * block), 1.5, 100];
        return Create(side * side, (head, from, to) =>
        {
            // The narrow head looks around a cell, not at it: the cell itself is there already.
            if (head == 0 && from == to)
            {
                return -4;
            }

            var dy = (from / side) - (to / side);
            var dx = (from % side) - (to % side);
            return -((dy * dy) + (dx * dx)) / (2 * widths[head] * widths[head]);
        });
    }

    /// <summary>For words of a text: the one before, the one after, similar ones near by, and the whole text.</summary>
    public static float[] ForSequence(int tokens) => Create(tokens, (head, from, to) => head switch
    {
        0 => to == from - 1 ? 0 : Never,
        1 => to == from + 1 ? 0 : Never,
        2 => -Math.Pow(from - to, 2) / 18,
        _ => 0,
    });

    private static float[] Create(int tokens, Func<int, int, int, double> logit)
    {
        var result = new float[TowerShape.Heads * tokens * tokens];
        for (var i = 0; i < result.Length; i++)
        {
            var head = i / (tokens * tokens);
            result[i] = (float)Math.Max(Never, logit(head, i / tokens % tokens, i % tokens));
        }

        return result;
    }
}
