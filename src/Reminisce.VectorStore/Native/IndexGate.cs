namespace Reminisce.VectorData.Native;

/// <summary>
/// Lets callers of one room in together, up to the number of seats, and keeps the rooms apart.
/// </summary>
/// <remarks>
/// Why adding and searching exclude each other: USearch's search takes no node locks. The first add publishes the
/// node count before the node, and an add that raises the top level publishes entry point and level one after the
/// other; a search that reads between the two walks through memory that is not there. An add takes well under a
/// millisecond, and batches leave the room between chunks, so searches hardly wait.
/// Why seats: USearch fails, rather than waits, when more callers come than it has thread slots.
/// Fairness: who comes while others wait, waits too; when a room empties, the longest waiter's room opens for
/// everyone who waits for it. Waiting allocates nothing after a thread's first time.
/// </remarks>
internal sealed class IndexGate(int seats)
{
    [ThreadStatic]
    private static Waiter? t_waiter;

    private readonly Lock _sync = new();
    private readonly List<Waiter> _waiting = [];
    private IndexRoom _room;
    private int _inside;

    /// <summary>How many callers may be inside together.</summary>
    public int Seats => seats;

    /// <summary>How many callers stand in the queue.</summary>
    public int Waiting
    {
        get
        {
            lock (_sync)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>Comes in, or waits for a seat in the room.</summary>
    /// <exception cref="OperationCanceledException">The wait was cancelled; the caller is not inside.</exception>
    public void Enter(IndexRoom room, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Waiter waiter;
        lock (_sync)
        {
            if (_waiting.Count == 0 && HasSeat_NeedsLock(room))
            {
                Seat_NeedsLock(room);
                return;
            }

            waiter = t_waiter ??= new Waiter();
            waiter.Room = room;
            waiter.Admitted = false;
            _waiting.Add(waiter);
        }

        try
        {
            waiter.Signal.Wait(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Withdraw(waiter);
            throw;
        }
    }

    /// <summary>Leaves; every <see cref="Enter"/> that returned is followed by one.</summary>
    public void Exit()
    {
        lock (_sync)
        {
            _inside--;
            Admit_NeedsLock();
        }
    }

    private void Withdraw(Waiter waiter)
    {
        lock (_sync)
        {
            if (waiter.Admitted)
            {
                // Let in and cancelled at once: hand the seat on, and leave no signal behind for the next wait.
                waiter.Signal.Wait(CancellationToken.None);
                _inside--;
            }
            else
            {
                _waiting.Remove(waiter);
            }

            Admit_NeedsLock();
        }
    }

    private void Admit_NeedsLock()
    {
        if (_waiting.Count == 0 || !HasSeat_NeedsLock(_waiting[0].Room))
        {
            return;
        }

        IndexRoom room = _waiting[0].Room;
        int kept = 0;
        for (int i = 0; i < _waiting.Count; i++)
        {
            Waiter waiter = _waiting[i];
            if (waiter.Room == room && HasSeat_NeedsLock(room))
            {
                Seat_NeedsLock(room);
                waiter.Admitted = true;
                waiter.Signal.Release();
            }
            else
            {
                _waiting[kept++] = waiter;
            }
        }

        _waiting.RemoveRange(kept, _waiting.Count - kept);
    }

    private bool HasSeat_NeedsLock(IndexRoom room) =>
        _inside == 0 || (room == _room && room != IndexRoom.Alone && _inside < seats);

    private void Seat_NeedsLock(IndexRoom room)
    {
        _room = room;
        _inside++;
    }

    private sealed class Waiter
    {
        public SemaphoreSlim Signal { get; } = new(0);

        public IndexRoom Room { get; set; }

        public bool Admitted { get; set; }
    }
}
