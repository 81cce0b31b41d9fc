using System.Numerics.Tensors;

namespace Reminisce.Encoders;

/// <summary>Takes a wave of activations of one tower to full depth, stage by stage, or as deep as the caller still wants each.</summary>
/// <remarks>
/// All that stand at an exit run the next stage before any runs the one behind it. So items that start deeper join those
/// that come from above, gaps that stopped items leave are closed, and the caller sees its candidates side by side.
/// (Paper: D3, live encoder.)
/// </remarks>
internal sealed class ResumeRun(TowerRuntime tower, int dimensions, ResumeOptions options, RunGate gate, EncodedItem?[] results)
{
    private List<Flight> _flights = [];

    public static ArgumentException Refuse(int position, string reason) => new($"Activation {position} {reason} Encode the item again with this model pack.");

    public async Task RunAsync(IReadOnlyList<ResumeStart> starts, CancellationToken cancellationToken)
    {
        try
        {
            for (var exit = starts.Min(s => s.Exit); exit < tower.FullExit; exit++)
            {
                var next = exit + 1;
                Join(starts, exit);
                if (_flights.Count == 0)
                {
                    continue;
                }

                await tower.TurnAsync(next, goesOn: true, () => AdvanceAsync(next, cancellationToken)).ConfigureAwait(false);
                if (next < tower.FullExit && options.AtExit is not null)
                {
                    await AskAsync(next, cancellationToken).ConfigureAwait(false);
                    if (_flights.Count == 0)
                    {
                        // It was loaded for them.
                        tower.Release(next + 1);
                    }
                }
            }

            Join(starts, tower.FullExit);
            if (_flights.Count > 0)
            {
                await AskAsync(tower.FullExit, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _flights.ForEach(f => f.Batch.Dispose());
        }
    }

    private async Task AdvanceAsync(int stage, CancellationToken cancellationToken)
    {
        foreach (var flight in _flights)
        {
            using var pass = await gate.EnterAsync(cancellationToken).ConfigureAwait(false);
            tower.Advance(flight.Batch, stage, cancellationToken);
            flight.Batch.ReleaseSpare();
        }
    }

    /// <summary>Embeds everything that has reached an exit, asks who stays there, and lets those leave; at full depth all do.</summary>
    private async Task AskAsync(int exit, CancellationToken cancellationToken)
    {
        var embeddings = new List<float[]>(_flights.Count);
        foreach (var flight in _flights)
        {
            using var pass = await gate.EnterAsync(cancellationToken).ConfigureAwait(false);
            var rows = new float[flight.Batch.Count * dimensions];
            tower.Embed(exit, flight.Batch, 0, flight.Batch.Count, rows, cancellationToken);
            embeddings.Add(rows);
        }

        var all = _flights
            .SelectMany((flight, f) => flight.Items.Select((_, row) => new Row(flight, row, embeddings[f].AsMemory(row * dimensions, dimensions))))
            .OrderBy(r => r.Position).ToList();
        if (all.Find(r => !float.IsFinite(TensorPrimitives.MaxMagnitude(r.Vector.Span))) is { } broken)
        {
            throw Refuse(broken.Position, "is damaged: finishing it gives no finite embedding.");
        }

        var stopped = all;
        if (exit < tower.FullExit)
        {
            var checkpoint = new ResumeCheckpoint(tower.Exits[exit], all.ConvertAll(r => new InFlightItem(r.Position, r.Vector)));
            options.AtExit!(checkpoint);
            stopped = all.FindAll(r => checkpoint.Stopped.Contains(r.Position));
        }

        Leave(exit, stopped);
    }

    private void Leave(int exit, List<Row> stopped)
    {
        if (stopped.Count == 0)
        {
            return;
        }

        foreach (var row in stopped)
        {
            var keep = options.KeepActivations && exit < tower.FullExit;
            results[row.Position] = new EncodedItem(row.Vector.ToArray(), tower.Exits[exit], keep ? Keep(exit, row) : null);
        }

        EncoderTelemetry.Items.Add(stopped.Count, new KeyValuePair<string, object?>("exit", tower.Exits[exit].Name));
        var gone = stopped.Select(r => r.Position).ToHashSet();
        foreach (var flight in _flights)
        {
            flight.Gone.UnionWith(flight.Items.Where(gone.Contains));
        }

        Regroup([]);
    }

    private Activation Keep(int exit, Row row)
    {
        try
        {
            return tower.Keep(exit, row.Flight.Batch, row.Index);
        }
        catch (ContentException e)
        {
            throw Refuse(row.Position, $"is damaged: {e.Message}");
        }
    }

    private void Join(IReadOnlyList<ResumeStart> starts, int exit)
    {
        var here = starts.Where(s => s.Exit == exit).ToList();
        if (here.Count > 0)
        {
            Regroup(here);
        }
    }

    /// <summary>Packs those that go on and those that begin here into as few batches as they need, longest first to save padding.</summary>
    private void Regroup(List<ResumeStart> starts)
    {
        var members = _flights
            .SelectMany(f => f.Items.Select((position, row) => new Member(position, f.Batch.LengthOf(row), f, row, null)).Where(m => !f.Gone.Contains(m.Position)))
            .Concat(starts.Select(s => new Member(s.Position, s.Activation.Tokens, null, 0, s.Activation)))
            .OrderByDescending(m => m.Length).ThenBy(m => m.Position).Chunk(tower.Tuning.BatchSize);
        var flights = new List<Flight>();
        try
        {
            foreach (var chunk in members)
            {
                var batch = tower.CreateBatch(Array.ConvertAll(chunk, m => m.Length));
                flights.Add(new Flight(batch, Array.ConvertAll(chunk, m => m.Position)));
                for (var i = 0; i < chunk.Length; i++)
                {
                    Fill(batch, i, chunk[i]);
                }
            }
        }
        catch
        {
            flights.ForEach(f => f.Batch.Dispose());
            throw;
        }

        _flights.ForEach(f => f.Batch.Dispose());
        _flights = flights;
    }

    private static void Fill(HiddenBatch batch, int row, Member member)
    {
        var states = batch.StatesOf(row);
        if (member.Activation is { } activation)
        {
            Decode(member.Position, activation, batch.Width, states);
        }
        else
        {
            member.From!.Batch.StatesOf(member.Row).CopyTo(states);
        }

        batch.PaddedStatesOf(row)[states.Length..].Clear();
    }

    private static void Decode(int position, Activation activation, int width, Span<float> states)
    {
        try
        {
            ActivationCodec.Decode(activation.Format, activation.Data.Span, width, states);
        }
        catch (ArgumentException e)
        {
            throw Refuse(position, $"is damaged: {e.Message}");
        }
    }

    /// <summary>A batch on its way, the positions of its items, and those of them that have left.</summary>
    private sealed record Flight(HiddenBatch Batch, int[] Items)
    {
        public HashSet<int> Gone { get; } = [];
    }

    private sealed record Row(Flight Flight, int Index, ReadOnlyMemory<float> Vector)
    {
        public int Position => Flight.Items[Index];
    }

    private sealed record Member(int Position, int Length, Flight? From, int Row, Activation? Activation);
}
