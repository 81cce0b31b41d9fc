using Microsoft.Extensions.AI;
using Reminisce.Encoders;
using Reminisce.Training.Data;
using Reminisce.Training.Exits;
using Reminisce.Training.Learning.Batches;
using Reminisce.Training.Packs;
using Reminisce.Training.Pairing;

namespace Reminisce.Training;

/// <summary>Gives a pack of pictures words: a text tower, heads of every exit and query heads, trained on captions; the pictures' tower stays as it is.</summary>
/// <remarks>
/// What takes long, running the tower over all pictures, is done once and kept in the work folder. Every twelfth picture is held out to
/// choose the best epoch, to calibrate, and to fit the predictor. Not safe for concurrent use of one work or output folder.
/// </remarks>
public static class PackPairBuilder
{
    internal static readonly PackHeldOut HeldOut = new(12, 0);

    /// <summary>Trains, then writes the new pack.</summary>
    /// <param name="options">The pack, data, folders, length and seed.</param>
    /// <param name="time">The clock, for the time left.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <returns>The manifest of the pack that was written.</returns>
    /// <exception cref="ArgumentException">The output or the work folder is the pack or in it, or the pack is not one tower of pictures.</exception>
    /// <exception cref="InvalidDataException">The data is damaged, too small or constant.</exception>
    /// <exception cref="InvalidOperationException">The loss is no longer finite.</exception>
    /// <exception cref="ModelPackException">The pack is refused, for instance because it is of another version.</exception>
    public static PackManifest Build(PackPairOptions options, TimeProvider time, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        PackCopy.RequireOther(options.PackFolder, options.OutputFolder, options.WorkFolder);
        var pack = ModelPack.Open(options.PackFolder);
        if (pack.Manifest.Towers is not [{ Modality: PackModality.Image } tower])
        {
            throw new ArgumentException(
                $"The pack '{pack.Manifest.Name}' has towers of {string.Join(", ", pack.Manifest.Towers.Select(t => t.Modality))}; only a pack with one tower, of pictures, can be given words.", nameof(options));
        }

        var progress = new BuildProgress(options.Progress, cancellationToken);
        var images = CaptionData.ReadTrain(options.DataFolder);

        var taps = TapCache.Get(
            pack,
            tower.Name,
            $"train {images.Count}",
            () => [.. images.Select(i => (AIContent)new DataContent(File.ReadAllBytes(i.Path), "image/jpeg"))],
            options.WorkFolder,
            options.Threads,
            share => progress.Report("Running the tower", share),
            cancellationToken);
        int[] heldOut = [.. Enumerable.Range(0, images.Count).Where(HeldOut.Contains)];
        int[] fit = [.. Enumerable.Range(0, images.Count).Where(i => !HeldOut.Contains(i))];
        var layers = tower.Exits.Select(e => e.Layer).ToArray();
        var settings = new PairingSettings { Epochs = options.Epochs, Seed = options.Seed, Threads = options.Threads };
        settings = settings with { Batch = Math.Min(settings.Batch, fit.Length / 4) };
        var fitTaps = taps.Select(m => m.SelectRows(fit)).ToArray();
        Spread.Require(fitTaps[^1]);
        var heldOutTaps = taps.Select(m => m.SelectRows(heldOut)).ToArray();
        progress.Report("Closed form", 0);
        var training = new PairTraining(fitTaps, Captions(fit), heldOutTaps, Captions(heldOut), layers, settings);
        progress.Report("Closed form", 1);
        var model = training.Run(time, (epoch, _) => progress.Report("Training", epoch / (double)settings.Epochs), options.Training, cancellationToken);

        model = options.OneHead ? model.WithOneHead() : model;
        progress.Report("Writing", 0);
        var card = (IReadOnlyList<double> recall) => PairModelCard.Write(pack.Manifest, layers, training.Vocabulary.Count, model.Settings, fit.Length, heldOut.Length, recall);
        var manifest = new PairPack(pack, tower, training.Vocabulary, model).Write(
            options.OutputFolder, fitTaps, Tokens(fit), heldOutTaps, Tokens(heldOut), card);
        progress.Report("Writing", 1);
        return manifest;

        CaptionTokens Tokens(int[] rows) => new(Captions(rows), training.Vocabulary, settings.Tokens);

        IReadOnlyList<IReadOnlyList<string>> Captions(int[] rows) => [.. rows.Select(i => images[i].Captions)];
    }
}
