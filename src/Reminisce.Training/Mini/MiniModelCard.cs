using System.Globalization;
using System.Text;

namespace Reminisce.Training.Mini;

/// <summary>Writes the model card that goes into the pack.</summary>
internal static class MiniModelCard
{
    public static string Write(MiniPackOptions options, int vocabulary, long bytes, Measurements measured, IReadOnlyList<DevRow> rows)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            # reminisce-mini (provisional)

            Small image and text transformer towers with early exits, in one space of {options.Dimensions} dimensions. It lets every part of
            Reminisce run offline and without downloads. **It is provisional**: no weight was trained by gradients, and a
            pretrained encoder is much better. A trained pack is to replace it. Size: {bytes / 1e6:0.0} MB.

            ## How it was made
            `reminisce model build-mini --data DATA --out models/reminisce-mini --seed {options.Seed}`, in C#, deterministic for a seed.
            - Image: {options.Picture.Size} px; {options.Picture.Filters} k-means filters of whitened patches at each of two scales and {options.Picture.Colors} colours, pooled to {options.ImageShape.Tokens} cells;
              {options.ImageShape.Blocks} blocks of width {options.ImageShape.Width}, exits after {string.Join(", ", options.ImageShape.Exits)}.
            - Text: a WordPiece vocabulary of {vocabulary} pieces made here; token vectors from latent semantic analysis beside random
              signatures; {options.TextShape.Blocks} blocks of width {options.TextShape.Width}, exits after {string.Join(", ", options.TextShape.Exits)}.
            - A block: softmax attention over places laid out by hand and over similar content; hidden units that are k-means
              directions of whitened tokens with their surroundings; outputs by canonical correlation with the captions, and by
              greatest variance.
            - Heads: canonical correlation of pictures and captions (image), of captions of one picture and of sentence pairs
              (text); ridge regression for picture queries.
            - Exit predictors: random units and logistic regression on the superficial embedding.

            ## Data and licences
            Flickr8k train split (6,000 images, 30,000 captions: research and educational use), SemEval STS 2012-2015 and SICK 2014
            (mixed research licences; SICK is CC BY-NC-SA). Abstracts (Cranfield) and dialogues (LoCoMo) lent single words to the
            vocabulary and nothing else. None of this data is in the pack; the licence of the weights themselves is Apache-2.0.
            Of the training images five sixths were fitted on; one sixth calibrated similarities and fitted the predictors.

            ## Measured
            Caption to image on the dev split, nothing fitted on it, encoded and queried as the product does. An item at random
            would reach R@10 of 10 / images.

            | exit after block | images | captions | R@1 | R@5 | R@10 |
            |---|---|---|---|---|---|

            """);
        foreach (var row in rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {row.Layer} | {row.Images} | {row.Captions} | {row.Recall1:0.000} | {row.Recall5:0.000} | {row.Recall10:0.000} |\n");
        }

        text.Append("\nOn the held-out sixth of the training images (chosen on: shrinkage; one caption each), R@10: ");
        text.AppendJoin(", ", measured.ImageRecall.Select(p => string.Create(CultureInfo.InvariantCulture, $"exit {p.Key} {p.Value:0.000}")));
        text.Append("""
            .

            The text tower gains next to nothing with depth: a bag of words is already near its limit. Refined and predicted
            figures are in docs/benchmarks.

            ## Limits
            - English only. It knows the words of everyday photo captions best; rare words match themselves and little else.
            - Pictures: scenes, colours and textures of photos. It reads no text in pictures, knows no persons, brands or places,
              and says little about screenshots or drawings.
            - The photos and captions it was fitted on carry the biases of their makers.
            """);
        return text.Append('\n').ToString();
    }
}
