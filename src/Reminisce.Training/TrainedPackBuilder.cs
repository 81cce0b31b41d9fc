using Reminisce.Encoders;
using Reminisce.Training.Data;
using Reminisce.Training.Exits;
using Reminisce.Training.Learning;
using Reminisce.Training.Learning.Batches;
using Reminisce.Training.Learning.Export;
using Reminisce.Training.Learning.Towers;

namespace Reminisce.Training;

/// <summary>Trains a small image and text encoder pair from nothing, by gradients on ONNX Runtime, and writes it as a model pack.</summary>
/// <remarks>Hours of a processor core. A run that was killed or cancelled goes on from its last checkpoint. Not safe for concurrent use of one work folder.</remarks>
public static class TrainedPackBuilder
{
    /// <summary>Trains, then writes the pack.</summary>
    /// <param name="options">Data, folders, length and seed.</param>
    /// <param name="time">The clock, for the time left.</param>
    /// <param name="cancellationToken">Stops between steps, after a checkpoint.</param>
    /// <returns>The manifest of the pack that was written.</returns>
    /// <exception cref="ArgumentException">The output or the work folder is the pack to go on from, or in it.</exception>
    /// <exception cref="InvalidDataException">Data or a checkpoint is damaged, or the checkpoint is of a run with other settings.</exception>
    /// <exception cref="InvalidOperationException">The loss is no longer finite; the last checkpoint is intact.</exception>
    public static PackManifest Build(TrainedPackOptions options, TimeProvider time, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        if (options.FromPack is { } pack)
        {
            PackCopy.RequireOther(pack, options.OutputFolder, options.WorkFolder);
        }

        var settings = options.ToTraining();
        var training = new DualEncoderTraining(settings, time);
        var weights = training.Run(options.Progress, cancellationToken);
        return Export(settings, training, weights, options.OutputFolder);
    }

    internal static PackManifest Export(DualEncoderTrainingOptions settings, DualEncoderTraining training, IReadOnlyDictionary<string, float[]> weights, string folder)
    {
        var towers = settings.Towers;
        var vocabulary = training.Vocabulary();
        var export = new DualEncoderExport(towers, new Dictionary<string, float[]>(weights) { [TextTower.Signatures] = training.Signatures() });
        var features = new DualEncoderFeatures(towers, export);
        var fit = training.Trained();
        var heldOut = training.HeldOut();
        var fitted = new HeldOutMeasurements.Captioned(DualEncoderTraining.Decode(fit), training.Tokens(fit));
        var heads = TrainedHeads.Fit(towers, export, features, fitted.Pictures, fitted.Captions);
        var measured = HeldOutMeasurements.Take(
            towers, export, features, heads, fitted, new HeldOutMeasurements.Captioned(DualEncoderTraining.Decode(heldOut), training.Tokens(heldOut)), settings.Seed);
        var card = TrainedModelCard.Write(settings, vocabulary.Count, weights.Where(w => !w.Key.Contains("teacher", StringComparison.Ordinal) && !w.Key.Contains("classes", StringComparison.Ordinal)).Sum(w => w.Value.Length), measured);
        return TrainedPackFiles.Write(folder, towers, export, heads, measured, vocabulary, settings.HeldOut, card);
    }
}
