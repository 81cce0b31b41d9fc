using System.Globalization;
using System.Text;
using Reminisce.Encoders;

namespace Reminisce.Training.Pairing;

/// <summary>Writes the model card of a pack that was given words.</summary>
internal static class PairModelCard
{
    public static string Write(PackManifest source, IReadOnlyList<int> layers, int vocabulary, PairingSettings settings, int fit, int heldOut, IReadOnlyList<double> recall)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            # {source.Name}, with words

            The tower of {source.Name} {source.Version} ({source.License}) is unchanged. Made here by `reminisce model pair`: a text tower and the
            heads of every exit, in one space of {settings.Dimensions} dimensions.

            ## How it was made
            - A WordPiece vocabulary of {vocabulary} pieces; word vectors of {settings.Width} numbers begun as latent semantic analysis of captions. The tower is a bag of words.
            - Heads begun in closed form (shrunken canonical correlation), with {settings.Units} inner units, trained by symmetric contrast; item heads fitted anew to the mean of their captions where that found more; seed {settings.Seed}, {settings.Threads} thread(s).
            - {fit} captioned pictures fitted on; {heldOut} held out chose the best of {settings.Epochs} epochs, calibrated, and fitted the predictor.

            ## Data and licences
            Flickr8k train split or data of its layout, as given: Flickr8k is for research and education. No picture and no caption is in the pack.
            Weights trained on research data: take them for research and trials.

            ## Measured on the pictures held out, with all their captions (the best epoch was chosen on them)

            | exit after block | R@10 |
            |---|---|

            """);
        for (var i = 0; i < layers.Count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {layers[i]} | {recall[i]:0.000} |\n");
        }

        text.Append("""

            ## Limits
            - English only; it knows the words of everyday photo captions, and no order of words.
            - The photos and captions carry the biases of their makers.
            """);
        return text.Append('\n').ToString();
    }
}
