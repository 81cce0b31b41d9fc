using System.Numerics.Tensors;

namespace Reminisce.Encoders;

public sealed partial class EarlyExitEncoder
{
    /// <inheritdoc/>
    /// <exception cref="ArgumentException">An activation has another fingerprint, an unknown exit, a wrong shape or damaged data; none is resumed.</exception>
    /// <exception cref="ModelPackException">A graph of the pack was changed since it was opened, or does not run.</exception>
    /// <exception cref="ObjectDisposedException">The encoder was disposed.</exception>
    public async Task<IReadOnlyList<EncodedItem>> ResumeAsync(IReadOnlyList<Activation> activations, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(activations);
        var pending = new List<Resumed>(activations.Count);
        for (var i = 0; i < activations.Count; i++)
        {
            pending.Add(Check(activations[i], i));
        }

        _gate.ThrowIfClosed();
        using var activity = EncoderTelemetry.Source.StartActivity("resume");
        activity?.SetTag("reminisce.encoder.items", activations.Count);
        var results = new EncodedItem[activations.Count];
        foreach (var group in pending.GroupBy(p => (p.Tower, p.Exit)).OrderBy(g => g.First().Activation.Exit))
        {
            // Longest first, so that batches carry little padding.
            foreach (var batch in group.OrderByDescending(p => p.Activation.Tokens).ThenBy(p => p.Position).Chunk(_settings.BatchSize))
            {
                using var pass = await _gate.EnterAsync(cancellationToken).ConfigureAwait(false);
                Finish(group.Key.Tower, group.Key.Exit, batch, results, cancellationToken);
            }
        }

        return results;
    }

    private void Finish(TowerRuntime tower, int exit, Resumed[] items, EncodedItem[] results, CancellationToken cancellationToken)
    {
        using var batch = tower.CreateBatch([.. items.Select(i => i.Activation.Tokens)]);
        for (var i = 0; i < items.Length; i++)
        {
            var states = batch.StatesOf(i);
            ActivationCodec.Decode(items[i].Activation.Format, items[i].Activation.Data.Span, batch.Width, states);
            batch.PaddedStatesOf(i)[states.Length..].Clear();
        }

        tower.AdvanceTo(tower.FullExit, batch, exit, cancellationToken);
        var embeddings = tower.Embed(tower.FullExit, batch, 0, items.Length, cancellationToken);
        for (var i = 0; i < items.Length; i++)
        {
            var vector = embeddings.AsSpan(i * Dimensions, Dimensions);
            if (!float.IsFinite(TensorPrimitives.MaxMagnitude(vector)))
            {
                throw Refuse(items[i].Position, "is damaged: finishing it gives no finite embedding.");
            }

            results[items[i].Position] = new EncodedItem(vector.ToArray(), tower.Exits[tower.FullExit], null);
        }

        EncoderTelemetry.Items.Add(items.Length, new KeyValuePair<string, object?>("exit", tower.Exits[tower.FullExit].Name));
    }

    private Resumed Check(Activation? activation, int position)
    {
        if (activation is null)
        {
            throw Refuse(position, "is null.");
        }

        if (activation.Fingerprint != Fingerprint)
        {
            throw Refuse(position, $"was made by the model pack {activation.Fingerprint}, but this one is {Fingerprint}.");
        }

        foreach (var tower in _towers)
        {
            for (var exit = 0; exit < tower.Exits.Count; exit++)
            {
                if (tower.Exits[exit] == activation.Exit)
                {
                    return CheckShape(tower.Description, activation) is { } fault ? throw Refuse(position, fault) : new Resumed(position, activation, tower, exit);
                }
            }
        }

        throw Refuse(position, $"stands at '{activation.Exit.Name}' of {activation.Exit.TotalLayers} layers, which is no exit of this model pack.");
    }

    private static ArgumentException Refuse(int position, string reason) => new($"Activation {position} {reason} Encode the item again with this model pack.");

    private static string? CheckShape(PackTower tower, Activation activation)
    {
        var tokensFit = tower.Modality == PackModality.Text ? activation.Tokens <= tower.MaxTokens : activation.Tokens == tower.MaxTokens;
        if (activation.Width != tower.Width || !tokensFit)
        {
            return $"has {activation.Tokens} tokens of {activation.Width} numbers; expected {tower.MaxTokens} tokens{(tower.Modality == PackModality.Text ? " at most" : "")} of {tower.Width}.";
        }

        if (!Enum.IsDefined(activation.Format))
        {
            return $"has the unknown format {activation.Format}.";
        }

        var expected = ActivationCodec.GetByteCount(activation.Format, activation.Tokens, activation.Width);
        return activation.Data.Length == expected ? null : $"has {activation.Data.Length} bytes; its shape in {activation.Format} asks for {expected}.";
    }

    private sealed record Resumed(int Position, Activation Activation, TowerRuntime Tower, int Exit);
}
