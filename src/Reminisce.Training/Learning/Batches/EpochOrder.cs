namespace Reminisce.Training.Learning.Batches;

/// <summary>Visits all items in a new order each epoch, in batches of one size; the few left over wait for the next epoch.</summary>
internal sealed class EpochOrder(int items, int batch, int seed)
{
    private int[] _order = [];
    private long _epoch = -1;

    public int BatchesPerEpoch { get; } = batch <= items
        ? items / batch
        : throw new ArgumentException($"A batch of {batch} cannot be taken from {items} items; use a smaller batch.", nameof(batch));

    /// <summary>The items of a step, counted from 1.</summary>
    public ReadOnlySpan<int> At(long step)
    {
        var (epoch, place) = Math.DivRem(step - 1, BatchesPerEpoch);
        if (epoch != _epoch)
        {
            _order = [.. Enumerable.Range(0, items)];
            new Random(unchecked((seed * 7919) + (int)epoch)).Shuffle(_order);
            _epoch = epoch;
        }

        return _order.AsSpan((int)place * batch, batch);
    }
}
