using Microsoft.Extensions.AI;

namespace Reminisce.Encoders;

public sealed partial class EarlyExitEncoder
{
    /// <inheritdoc/>
    /// <remarks>Measured with queries, which stand in for items: at full depth they are the same.</remarks>
    public ScoreCalibration GetCalibration(ExitLayer exit) =>
        _towers.Find(t => t.Description.Name == exit.Tower)?.QueryHeads.FirstOrDefault(h => h.Exit == exit)?.Calibration ?? ScoreCalibration.Identity;

    /// <inheritdoc/>
    /// <exception cref="ContentException">The query is empty, damaged or too large.</exception>
    /// <exception cref="ModelPackException">A graph of the pack was changed since it was opened, or does not run.</exception>
    /// <exception cref="ObjectDisposedException">The encoder was disposed.</exception>
    public async Task<QueryEncoding> EncodeQueryAsync(AIContent query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var tower = FindTower(query) ?? throw NotEncodable(query);
        if (tower.QueryHeads.Count == 0)
        {
            throw new NotSupportedException($"The model pack '{Name}' has no query heads for {tower.Description.Modality}; ask with another kind of content.");
        }

        _gate.ThrowIfClosed();
        using var activity = EncoderTelemetry.Source.StartActivity("encode query");
        using var wave = tower.FrontEnd.Prepare([query], [0], cancellationToken);
        if (wave.Failures.Count > 0)
        {
            throw wave.Failures[0].Value;
        }

        using var pass = await _gate.EnterAsync(cancellationToken).ConfigureAwait(false);
        using var hidden = tower.RunTo(tower.FullExit, wave, 0, 1, cancellationToken);
        var exits = new List<ExitQuery>(tower.QueryHeads.Count);
        foreach (var head in tower.QueryHeads)
        {
            var vector = new float[Dimensions];
            tower.RunHead(head.Graph, hidden, 0, 1, vector, cancellationToken);
            exits.Add(new ExitQuery(head.Exit, vector, head.Calibration));
        }

        return new QueryEncoding(exits);
    }
}
