namespace Reminisce.VectorData;

/// <summary>What this store has learned about one exit: its share of candidate pools, how its scores move, whether it is empty.</summary>
/// <remarks>
/// Safe for concurrent calls. Held in memory: it begins anew with each process and only ever saves work or sharpens bounds.
/// </remarks>
internal sealed class ExitStatistics
{
    // What enough means: with fewer pairs the pack's line is the better guess.
    private const int EnoughMoves = 200;
    private const double Forgetting = 0.999;
    private const double NewestShare = 0.1;
    private const double ShareDeviations = 3;
    private const int FewestAsked = 4;

    private readonly Lock _lock = new();
    private double _share = double.NaN;
    private double _shareVariance;
    private double _weight;
    private double _meanX;
    private double _meanY;
    private double _xx;
    private double _xy;
    private double _yy;
    private long _writes;
    private long _state;
    private long _emptyAt = long.MinValue;
    private bool _isEmpty;

    /// <summary>Gets how often something was written to this exit.</summary>
    public long Writes
    {
        get
        {
            lock (_lock)
            {
                return _writes;
            }
        }
    }

    /// <summary>Gets a number that grows when a write to this exit begins and when it ends.</summary>
    public long State
    {
        get
        {
            lock (_lock)
            {
                return _state;
            }
        }
    }

    /// <summary>Gives how many items to ask of this exit for a pool; all of it while nothing is known.</summary>
    public int Ask(int pool)
    {
        lock (_lock)
        {
            return double.IsNaN(_share)
                ? pool
                : Math.Min(pool, FewestAsked + (int)Math.Ceiling(pool * (_share + (ShareDeviations * Math.Sqrt(_shareVariance)))));
        }
    }

    /// <summary>Learns which share of a pool came from this exit.</summary>
    public void ObserveShare(double share)
    {
        lock (_lock)
        {
            if (double.IsNaN(_share))
            {
                (_share, _shareVariance) = (share, 0.01);
                return;
            }

            var difference = share - _share;
            _share += NewestShare * difference;
            _shareVariance = (1 - NewestShare) * (_shareVariance + (NewestShare * difference * difference));
        }
    }

    /// <summary>Learns how finishing moved one score.</summary>
    /// <remarks>
    /// An item stopped on the way counts with what is expected of it from there and the spread around that: learning only from items
    /// that went on because they did well would promise every item too much.
    /// </remarks>
    public void ObserveMove(double coarse, double full, double spread = 0)
    {
        lock (_lock)
        {
            _weight = (_weight * Forgetting) + 1;
            var (dx, dy) = (coarse - _meanX, full - _meanY);
            _meanX += dx / _weight;
            _meanY += dy / _weight;
            _xx = (_xx * Forgetting) + (dx * (coarse - _meanX));
            _xy = (_xy * Forgetting) + (dx * (full - _meanY));
            _yy = (_yy * Forgetting) + (dy * (full - _meanY)) + (spread * spread);
        }
    }

    /// <summary>Gives how scores move: this store's own line once it rests on enough pairs, else the pack's.</summary>
    public ScoreMovement? Movement(ScoreMovement? pack)
    {
        lock (_lock)
        {
            if (_weight < EnoughMoves || _xx <= 0)
            {
                return pack;
            }

            var slope = _xy / _xx;
            var left = Math.Max(0, _yy - (slope * _xy));
            return new ScoreMovement(slope, _meanY - (slope * _meanX), Math.Sqrt(left / (_weight - 2)));
        }
    }

    /// <summary>Notes a write to this exit, before it is made.</summary>
    public void NoteWrite()
    {
        lock (_lock)
        {
            _writes++;
            _state++;
            _isEmpty = false;
        }
    }

    /// <summary>Notes that a write to this exit was made: a look since it began may still have found nothing.</summary>
    public void NoteWritten()
    {
        lock (_lock)
        {
            _state++;
            _isEmpty = false;
        }
    }

    /// <summary>Notes that nothing was found at this exit by a look that began when <see cref="State"/> was as given.</summary>
    public void NoteEmpty(long state, long timestamp)
    {
        lock (_lock)
        {
            if (state == _state)
            {
                (_isEmpty, _emptyAt) = (true, timestamp);
            }
        }
    }

    /// <summary>Tells whether the exit was found empty lately and nothing was written to it since.</summary>
    public bool IsKnownEmpty(TimeProvider time, TimeSpan recheck)
    {
        lock (_lock)
        {
            return _isEmpty && time.GetElapsedTime(_emptyAt) < recheck;
        }
    }
}
