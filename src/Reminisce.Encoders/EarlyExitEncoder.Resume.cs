namespace Reminisce.Encoders;

public sealed partial class EarlyExitEncoder
{
    private static readonly ResumeOptions s_toTheEnd = new();

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">An activation has another fingerprint, an unknown exit, a wrong shape or damaged data; none is resumed.</exception>
    /// <exception cref="ModelPackException">A graph of the pack was changed since it was opened, or does not run.</exception>
    /// <exception cref="ObjectDisposedException">The encoder was disposed.</exception>
    public Task<IReadOnlyList<EncodedItem>> ResumeAsync(IReadOnlyList<Activation> activations, CancellationToken cancellationToken = default) =>
        ResumeAsync(activations, null, cancellationToken);

    /// <inheritdoc/>
    /// <remarks>Items join the batches of those that started shallower, so that deep stages run on full batches.</remarks>
    /// <exception cref="ArgumentException">An activation has another fingerprint, an unknown exit, a wrong shape or damaged data; none is resumed.</exception>
    /// <exception cref="ModelPackException">A graph of the pack was changed since it was opened, or does not run.</exception>
    /// <exception cref="ObjectDisposedException">The encoder was disposed.</exception>
    public async Task<IReadOnlyList<EncodedItem>> ResumeAsync(
        IReadOnlyList<Activation> activations, ResumeOptions? options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(activations);
        options ??= s_toTheEnd;
        var waiting = new List<(TowerRuntime Tower, ResumeStart Start)>(activations.Count);
        for (var i = 0; i < activations.Count; i++)
        {
            waiting.Add(Check(activations[i], i));
        }

        _gate.ThrowIfClosed();
        using var activity = EncoderTelemetry.Source.StartActivity("resume");
        activity?.SetTag("reminisce.encoder.items", activations.Count);
        var results = new EncodedItem?[activations.Count];
        foreach (var tower in waiting.GroupBy(w => w.Tower, w => w.Start))
        {
            // Who decides between exits wants the best together; otherwise neighbours in depth make the fullest batches.
            var order = options.AtExit is null ? tower.OrderBy(s => s.Exit).ThenBy(s => s.Position) : tower.OrderBy(s => s.Position);
            foreach (var wave in order.Chunk(_settings.WaveSize))
            {
                var run = new ResumeRun(tower.Key, Dimensions, options, _gate, results);
                await run.RunAsync(wave, cancellationToken).ConfigureAwait(false);
            }
        }

        return results!;
    }

    private (TowerRuntime Tower, ResumeStart Start) Check(Activation? activation, int position)
    {
        if (activation is null)
        {
            throw ResumeRun.Refuse(position, "is null.");
        }

        if (activation.Fingerprint != Fingerprint)
        {
            throw ResumeRun.Refuse(position, $"was made by the model pack {activation.Fingerprint}, but this one is {Fingerprint}.");
        }

        foreach (var tower in _towers)
        {
            for (var exit = 0; exit < tower.Exits.Count; exit++)
            {
                if (tower.Exits[exit] == activation.Exit)
                {
                    return CheckShape(tower.Description, activation) is { } fault
                        ? throw ResumeRun.Refuse(position, fault)
                        : (tower, new ResumeStart(position, activation, exit));
                }
            }
        }

        throw ResumeRun.Refuse(position, $"stands at '{activation.Exit.Name}' of {activation.Exit.TotalLayers} layers, which is no exit of this model pack.");
    }

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
}
