using ConformanceTests.Areas;

namespace ConformanceTests.Stores;

public sealed class PostgresCollectionManagementTests : CollectionManagementTests<PostgresFixture>;

public sealed class PostgresKeyTests : KeyTests<PostgresFixture>;

public sealed class PostgresCrudTests : CrudTests<PostgresFixture>;

public sealed class PostgresDynamicTests : DynamicTests<PostgresFixture>;

public sealed class PostgresDataTypeTests : DataTypeTests<PostgresFixture>;

public sealed class PostgresVectorTests : VectorTests<PostgresFixture>;

public sealed class PostgresDistanceFunctionTests : DistanceFunctionTests<PostgresFixture>;

public sealed class PostgresIndexKindTests : IndexKindTests<PostgresFixture>;

public sealed class PostgresSearchTests : SearchTests<PostgresFixture>;

public sealed class PostgresFilterTests : FilterTests<PostgresFixture>;

public sealed class PostgresFilterFuzzTests : FilterFuzzTests<PostgresFixture>;

public sealed class PostgresHybridSearchTests : HybridSearchTests<PostgresFixture>;

public sealed class PostgresWordFuzzTests : WordFuzzTests<PostgresFixture>;

public sealed class PostgresEmbeddingGenerationTests : EmbeddingGenerationTests<PostgresFixture>;

public sealed class PostgresBadInputTests : BadInputTests<PostgresFixture>;

public sealed class PostgresNameTests : NameTests<PostgresFixture>;

public sealed class PostgresChatHistoryMemoryTests : ChatHistoryMemoryTests<PostgresFixture>;

public sealed class PostgresContentTests : ContentTests<PostgresFixture>;
