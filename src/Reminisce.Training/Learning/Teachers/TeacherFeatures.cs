using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Reminisce.Training.Algebra;
using Reminisce.Training.Learning.Batches;
using Reminisce.Training.Onnx;

namespace Reminisce.Training.Learning.Teachers;

/// <summary>What a pretrained vision transformer says of pictures: its class token and the mean of its patches, standardised.</summary>
/// <remarks>
/// Only the features are learned from; no weight of the teacher goes into a pack. They are computed once and kept in a
/// file beside the checkpoints, which is trusted only for the same number of views.
/// </remarks>
internal static class TeacherFeatures
{
    private const int Edge = 224;
    private const int BatchSize = 8;

    private static readonly float[] s_mean = [0.485f, 0.456f, 0.406f];
    private static readonly float[] s_deviation = [0.229f, 0.224f, 0.225f];

    /// <summary>Computes the features, or reads them from the file.</summary>
    /// <param name="model">The teacher: <c>pixel_values [B, 3, 224, 224]</c> to <c>last_hidden_state [B, T, W]</c>.</param>
    /// <param name="pictures">The pictures.</param>
    /// <param name="views">What to look at: as many views of each picture as of any other, in the order of the pictures.</param>
    /// <param name="file">Where the features are kept.</param>
    /// <param name="threads">Threads to compute with.</param>
    /// <param name="progress">Told of every batch.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    /// <returns>One row of features for each view.</returns>
    public static Matrix Get(string model, PictureSet pictures, PictureView[] views, string file, int threads, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var count = views.Length;
        if (File.Exists(file))
        {
            var known = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(file)).ToArray();
            if (known.Length == 0 || known.Length % count != 0)
            {
                throw new InvalidDataException($"'{file}' holds {known.Length} numbers, which is no whole number for each of {count} views; remove it to compute them again.");
            }

            return new Matrix(count, known.Length / count, known);
        }

        var features = Compute(model, pictures, views, threads, progress, cancellationToken);
        var width = features.Length / count;
        Standardize(features, width);
        using (var stream = new FileStream(file + ".new", FileMode.Create, FileAccess.Write))
        {
            stream.Write(MemoryMarshal.AsBytes(features.AsSpan()));
        }

        File.Move(file + ".new", file, overwrite: true);
        return new Matrix(count, width, features);
    }

    private static float[] Compute(string model, PictureSet pictures, PictureView[] views, int threads, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        using var options = new SessionOptions { IntraOpNumThreads = threads };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        using var session = new InferenceSession(model, options);
        using var run = new RunOptions();
        var pixels = new float[BatchSize * 3 * Edge * Edge];
        var features = Array.Empty<float>();
        var began = Stopwatch.GetTimestamp();
        for (var start = 0; start < views.Length; start += BatchSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = Math.Min(BatchSize, views.Length - start);
            for (var i = 0; i < count; i++)
            {
                Fill(pictures, (start + i) / (views.Length / pictures.Count), views[start + i], pixels.AsSpan(i * 3 * Edge * Edge, 3 * Edge * Edge));
            }

            using var input = GraphRunner.Tensor(pixels.AsMemory(0, count * 3 * Edge * Edge), count, 3, Edge, Edge);
            using var results = session.Run(run, ["pixel_values"], [input], ["last_hidden_state"]);
            var shape = results[0].GetTensorTypeAndShape().Shape;
            var tokens = (int)shape[1];
            var width = (int)shape[2];
            if (features.Length == 0)
            {
                features = new float[(long)views.Length * 2 * width];
            }

            var hidden = results[0].GetTensorDataAsSpan<float>();
            for (var i = 0; i < count; i++)
            {
                Summarize(hidden.Slice(i * tokens * width, tokens * width), width, features.AsSpan((start + i) * 2 * width, 2 * width));
            }

            var elapsed = Stopwatch.GetElapsedTime(began);
            progress?.Report(new TrainingProgress(start + count, views.Length, 0, 0, [], elapsed, elapsed / (start + count) * (views.Length - start - count)) { Part = "teacher" });
        }

        return features;
    }

    private static void Fill(PictureSet pictures, int index, PictureView view, Span<float> target)
    {
        pictures.Crop(index, view, false, Edge, target);
        for (var channel = 0; channel < 3; channel++)
        {
            var plane = target.Slice(channel * Edge * Edge, Edge * Edge);
            for (var i = 0; i < plane.Length; i++)
            {
                plane[i] = (((plane[i] + 1) / 2) - s_mean[channel]) / s_deviation[channel];
            }
        }
    }

    private static void Summarize(ReadOnlySpan<float> tokens, int width, Span<float> target)
    {
        tokens[..width].CopyTo(target);
        var mean = target[width..];
        var patches = (tokens.Length / width) - 1;
        for (var i = width; i < tokens.Length; i++)
        {
            mean[i % width] += tokens[i] / patches;
        }
    }

    private static void Standardize(float[] features, int width)
    {
        var rows = features.Length / width;
        for (var column = 0; column < width; column++)
        {
            double sum = 0, squares = 0;
            for (var row = 0; row < rows; row++)
            {
                double value = features[(row * width) + column];
                sum += value;
                squares += value * value;
            }

            var mean = sum / rows;
            var deviation = Math.Sqrt(Math.Max((squares / rows) - (mean * mean), 1e-12));
            for (var row = 0; row < rows; row++)
            {
                features[(row * width) + column] = (float)((features[(row * width) + column] - mean) / deviation);
            }
        }
    }
}
