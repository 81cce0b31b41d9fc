using ConformanceTests.Areas;

namespace ConformanceTests.Stores;

public sealed class ExitsUsearchCollectionManagementTests : CollectionManagementTests<ExitsUsearchFixture>;

public sealed class ExitsUsearchKeyTests : KeyTests<ExitsUsearchFixture>;

public sealed class ExitsUsearchCrudTests : CrudTests<ExitsUsearchFixture>;

public sealed class ExitsUsearchDynamicTests : DynamicTests<ExitsUsearchFixture>;

public sealed class ExitsUsearchDataTypeTests : DataTypeTests<ExitsUsearchFixture>;

public sealed class ExitsUsearchVectorTests : VectorTests<ExitsUsearchFixture>;

public sealed class ExitsUsearchDistanceFunctionTests : DistanceFunctionTests<ExitsUsearchFixture>;

public sealed class ExitsUsearchIndexKindTests : IndexKindTests<ExitsUsearchFixture>;

public sealed class ExitsUsearchSearchTests : SearchTests<ExitsUsearchFixture>;

public sealed class ExitsUsearchFilterTests : FilterTests<ExitsUsearchFixture>;

public sealed class ExitsUsearchFilterFuzzTests : FilterFuzzTests<ExitsUsearchFixture>;

public sealed class ExitsUsearchHybridSearchTests : HybridSearchTests<ExitsUsearchFixture>;

public sealed class ExitsUsearchWordFuzzTests : WordFuzzTests<ExitsUsearchFixture>;

public sealed class ExitsUsearchEmbeddingGenerationTests : EmbeddingGenerationTests<ExitsUsearchFixture>;

public sealed class ExitsUsearchBadInputTests : BadInputTests<ExitsUsearchFixture>;

public sealed class ExitsUsearchNameTests : NameTests<ExitsUsearchFixture>;

public sealed class ExitsUsearchChatHistoryMemoryTests : ChatHistoryMemoryTests<ExitsUsearchFixture>;

public sealed class ExitsUsearchContentTests : ContentTests<ExitsUsearchFixture>;
