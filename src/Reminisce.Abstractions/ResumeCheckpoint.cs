namespace Reminisce;

/// <summary>What is in flight at one exit while items are finished, and the place to say which of it may stop there.</summary>
/// <remarks>
/// Made for one call of <see cref="ResumeOptions.AtExit"/>; not for several threads. Items that were stopped earlier, and those
/// that start at a deeper exit, are not in it. Encoders finish towers one after the other, and may split more items
/// than they hold at a time, in the order given: put the most promising first.
/// </remarks>
public sealed class ResumeCheckpoint
{
    private readonly HashSet<int> _stopped = [];
    private readonly HashSet<int> _positions = [];

    /// <summary>Initialises a checkpoint; encoders do.</summary>
    /// <param name="exit">The exit that all items have reached; not a full depth.</param>
    /// <param name="items">The items, at least one.</param>
    /// <exception cref="ArgumentException">There are no items, or two have one position.</exception>
    public ResumeCheckpoint(ExitLayer exit, IReadOnlyList<InFlightItem> items)
    {
        ArgumentNullException.ThrowIfNull(exit);
        ArgumentNullException.ThrowIfNull(items);
        foreach (var item in items)
        {
            if (!_positions.Add(item.Position))
            {
                throw new ArgumentException($"Two items have the position {item.Position}; give each item once.", nameof(items));
            }
        }

        Exit = exit;
        Items = items.Count > 0 ? items : throw new ArgumentException("No item is in flight; give at least one.", nameof(items));
    }

    /// <summary>Gets the exit that all items have reached.</summary>
    public ExitLayer Exit { get; }

    /// <summary>Gets the items, by position.</summary>
    public IReadOnlyList<InFlightItem> Items { get; }

    /// <summary>Gets the positions of the items that were stopped here.</summary>
    public IReadOnlySet<int> Stopped => _stopped;

    /// <summary>Leaves an item at this exit: its result is its embedding here and, if asked for, its activation.</summary>
    /// <param name="position">The item's position.</param>
    /// <exception cref="ArgumentOutOfRangeException">No item in flight has this position.</exception>
    public void Stop(int position)
    {
        if (!_positions.Contains(position))
        {
            throw new ArgumentOutOfRangeException(nameof(position), position, $"No item in flight at '{Exit.Name}' has this position; take one from {nameof(Items)}.");
        }

        _stopped.Add(position);
    }
}
